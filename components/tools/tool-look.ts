import { ImageDown, type LucideIcon, Scissors, Sparkles } from "lucide-react";

/** The tools that have a page, as the pages name them. */
export type ToolName = "ai-portrait-animation" | "smart-cutout" | "template-export";

/** Icon and picture of each tool; the words are messages under `tools`. */
export const toolLook: Record<ToolName, { icon: LucideIcon; picture: string }> = {
  "ai-portrait-animation": { icon: Sparkles, picture: "/samples/tool-animation.jpg" },
  "smart-cutout": { icon: Scissors, picture: "/samples/tool-cutout.jpg" },
  "template-export": { icon: ImageDown, picture: "/samples/tool-template.jpg" },
};
