import { FileText, Film, ImageDown, type LucideIcon, Palette, Scissors, Sparkles } from "lucide-react";
import type { ToolSlug } from "#lib/tools/tool.ts";

/** Icon and picture of each tool; the texts are messages under `tools`. */
export const toolLook: Record<ToolSlug, { icon: LucideIcon; picture: string }> = {
  "ai-script": { icon: FileText, picture: "/samples/tool-script.jpg" },
  "ai-image": { icon: Palette, picture: "/samples/tool-image.jpg" },
  "smart-cutout": { icon: Scissors, picture: "/samples/tool-cutout.jpg" },
  "background-removal": { icon: Film, picture: "/samples/tool-background.jpg" },
  "template-export": { icon: ImageDown, picture: "/samples/tool-template.jpg" },
  "ai-portrait-animation": { icon: Sparkles, picture: "/samples/tool-animation.jpg" },
};
