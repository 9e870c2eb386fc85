"use client";

import { useTranslations } from "next-intl";
import { parseTool } from "#lib/tools/tool.ts";
import { toolLook } from "../tools/tool-look.ts";

/** A feature's name on buttons, what it makes, and its icon; a feature that the app does not know gets plain text. */
export function useToolWords() {
  const t = useTranslations("tools");
  const lab = useTranslations("devicesLab.feature");
  return {
    run: (slug: string, count: number) => {
      const tool = parseTool(slug);
      return tool ? t(`${tool}.run`, { count }) : lab("run", { count });
    },
    makes: (slug: string, count: number) => {
      const tool = parseTool(slug);
      return tool ? t(`${tool}.makes`, { count }) : null;
    },
    icon: (slug: string) => toolLook[parseTool(slug) ?? "ai-image"].icon,
  };
}
