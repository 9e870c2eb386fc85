"use client";

import { useTranslations } from "next-intl";
import { type ToolName, toolLook } from "../tools/tool-look.ts";

const names: readonly ToolName[] = [
  "ai-script",
  "ai-image",
  "smart-cutout",
  "background-removal",
  "template-export",
  "ai-portrait-animation",
];

/** What a feature is called on buttons, what it makes, and its icon; a feature that the app does not know has plain words. */
export function useToolWords() {
  const t = useTranslations("tools");
  const lab = useTranslations("devicesLab.feature");
  const toolOf = (slug: string) => names.find((name) => name === slug);
  return {
    run: (slug: string, count: number) => {
      const tool = toolOf(slug);
      return tool ? t(`${tool}.run`, { count }) : lab("run", { count });
    },
    makes: (slug: string, count: number) => {
      const tool = toolOf(slug);
      return tool ? t(`${tool}.makes`, { count }) : null;
    },
    icon: (slug: string) => toolLook[toolOf(slug) ?? "ai-image"].icon,
  };
}
