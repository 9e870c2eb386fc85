"use client";

import { useState } from "react";
import { keepCookie } from "./keep-cookie.ts";
import type { Theme } from "./theme.ts";

/** The theme of the page and how to change it: at once on <html>, and in the cookie that the server renders from. */
export function useTheme(initial: Theme): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(initial);
  return [
    theme,
    (chosen) => {
      setTheme(chosen);
      document.documentElement.dataset.theme = chosen;
      keepCookie("theme", chosen);
    },
  ];
}
