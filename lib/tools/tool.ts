/** The features that run here; each is a tool of its own and stands at `/tools/<slug>`. */
export const toolSlugs = [
  "ai-script",
  "ai-image",
  "smart-cutout",
  "background-removal",
  "template-export",
  "ai-portrait-animation",
] as const;

/** A tool's name, which is its feature's. */
export type ToolSlug = (typeof toolSlugs)[number];

/** The tool that a part of an address names, or null. */
export function parseTool(slug: string): ToolSlug | null {
  return toolSlugs.find((known) => known === slug) ?? null;
}

/** The most units that one run of a tool may be asked for: images, minutes, else one thing at a time. */
export const mostUnits: Record<ToolSlug, number> = {
  "ai-script": 1,
  "ai-image": 4,
  "smart-cutout": 1,
  "background-removal": 3,
  "template-export": 1,
  "ai-portrait-animation": 1,
};
