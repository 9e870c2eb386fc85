"use client";

import { useState } from "react";
import type { Theme } from "./theme.ts";

const year = 365 * 24 * 60 * 60;

/** The theme of the page and how to change it: at once on <html>, and in the cookie that the server renders from. */
export function useTheme(initial: Theme): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(initial);
  return [
    theme,
    (chosen) => {
      setTheme(chosen);
      document.documentElement.dataset.theme = chosen;
      const secure = location.protocol === "https:" ? "; Secure" : "";
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
      document.cookie = `theme=${chosen}; Path=/; Max-Age=${year}; SameSite=Lax${secure}`;
    },
  ];
}
