// The tools that can run here; each has the name of its feature in the catalogue and stands at `/tools/<slug>`.
const toolSlugs = ["ai-portrait-animation", "smart-cutout", "template-export"] as const;

/** A tool's name, which is its feature's. */
export type ToolSlug = (typeof toolSlugs)[number];

/** The tool that a part of an address names, or null. */
export function parseTool(slug: string): ToolSlug | null {
  return toolSlugs.find((known) => known === slug) ?? null;
}
