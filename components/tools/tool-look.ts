import { FileText, Film, ImageDown, type LucideIcon, Palette, Scissors, Sparkles } from "lucide-react";

/** The tools that have a page, as the pages name them. */
export type ToolName =
  | "ai-script"
  | "ai-image"
  | "smart-cutout"
  | "background-removal"
  | "template-export"
  | "ai-portrait-animation";

/** Icon and picture of each tool; the words are messages under `tools`. */
export const toolLook: Record<ToolName, { icon: LucideIcon; picture: string }> = {
  "ai-script": { icon: FileText, picture: "/samples/tool-script.jpg" },
  "ai-image": { icon: Palette, picture: "/samples/tool-image.jpg" },
  "smart-cutout": { icon: Scissors, picture: "/samples/tool-cutout.jpg" },
  "background-removal": { icon: Film, picture: "/samples/tool-background.jpg" },
  "template-export": { icon: ImageDown, picture: "/samples/tool-template.jpg" },
  "ai-portrait-animation": { icon: Sparkles, picture: "/samples/tool-animation.jpg" },
};

/** What each tool asks for, and how many units one run may have. */
export const toolNeeds: Record<ToolName, { input: "prompt" | "photo" | "clip" | "template"; mostUnits: number }> = {
  "ai-script": { input: "prompt", mostUnits: 1 },
  "ai-image": { input: "prompt", mostUnits: 4 },
  "smart-cutout": { input: "photo", mostUnits: 1 },
  "background-removal": { input: "clip", mostUnits: 3 },
  "template-export": { input: "template", mostUnits: 1 },
  "ai-portrait-animation": { input: "photo", mostUnits: 1 },
};
