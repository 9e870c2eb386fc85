"use client";

import { useTranslations } from "next-intl";
import { Menu, MenuRadioGroup, MenuRadioItem } from "../ui/menu.tsx";
import type { OpenedMenu } from "../ui/menu-button.tsx";
import { parseTheme, type Theme, themes } from "./theme.ts";
import { themeIcons } from "./theme-icons.ts";

export interface ThemeChoice {
  theme: Theme;
  choose: (theme: Theme) => void;
}

/** The menu of the header's button. */
export function ThemeMenu({ theme, choose, ...opened }: ThemeChoice & OpenedMenu) {
  return (
    <Menu {...opened}>
      <ThemeItems theme={theme} choose={choose} />
    </Menu>
  );
}

/** The system's scheme, light and dark, for any menu. */
export function ThemeItems({ theme, choose }: ThemeChoice) {
  const t = useTranslations("shell.theme");
  return (
    <MenuRadioGroup value={theme} onValueChange={(value) => choose(parseTheme(String(value)))} aria-label={t("name")}>
      {themes.map((choice) => {
        const Icon = themeIcons[choice];
        return (
          <MenuRadioItem key={choice} value={choice} closeOnClick>
            <Icon aria-hidden />
            {t(choice)}
          </MenuRadioItem>
        );
      })}
    </MenuRadioGroup>
  );
}
