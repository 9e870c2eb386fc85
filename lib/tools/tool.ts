/** What a tool works on, and the most units that one run may be asked for: images, minutes, or one thing at a time. */
interface Tool {
  input: "prompt" | "photo" | "clip" | "template";
  mostUnits: number;
}

/**
 * The features that run here, each at `/tools/<slug>`: the only list of them. Their texts are messages under `tools`.
 */
export const tools = {
  "ai-script": { input: "prompt", mostUnits: 1 },
  "ai-image": { input: "prompt", mostUnits: 4 },
  "smart-cutout": { input: "photo", mostUnits: 1 },
  "background-removal": { input: "clip", mostUnits: 3 },
  "template-export": { input: "template", mostUnits: 1 },
  "ai-portrait-animation": { input: "photo", mostUnits: 1 },
} as const satisfies Record<string, Tool>;

/** A tool's name, which is its feature's. */
export type ToolSlug = keyof typeof tools;

/** The tools that work on one kind of input. */
export type ToolOn<Input extends Tool["input"]> = {
  [Slug in ToolSlug]: (typeof tools)[Slug]["input"] extends Input ? Slug : never;
}[ToolSlug];

/** The tool that a feature's slug names, or null when no tool runs here for it. */
export function parseTool(slug: string): ToolSlug | null {
  return isTool(slug) ? slug : null;
}

function isTool(slug: string): slug is ToolSlug {
  return Object.hasOwn(tools, slug);
}
