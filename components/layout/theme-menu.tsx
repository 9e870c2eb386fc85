"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonVariants } from "../ui/button-variants.ts";
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from "../ui/menu.tsx";
import { parseTheme, type Theme, themes } from "./theme.ts";
import { useTheme } from "./use-theme.ts";

const icons = { system: Monitor, light: Sun, dark: Moon };

/** The button in the header that chooses between the system's scheme, light and dark. */
export function ThemeMenu({ theme: initial }: { theme: Theme }) {
  const t = useTranslations("shell.theme");
  const [theme, choose] = useTheme(initial);
  const Icon = icons[theme];
  return (
    <Menu>
      <MenuTrigger
        aria-label={t("button", { theme: t(theme) })}
        className={buttonVariants({ variant: "ghost", size: "icon" })}
      >
        <Icon aria-hidden />
      </MenuTrigger>
      <MenuContent>
        <ThemeItems theme={theme} choose={choose} />
      </MenuContent>
    </Menu>
  );
}

/** The three choices, for any menu. */
export function ThemeItems({ theme, choose }: { theme: Theme; choose: (theme: Theme) => void }) {
  const t = useTranslations("shell.theme");
  return (
    <MenuRadioGroup value={theme} onValueChange={(value) => choose(parseTheme(String(value)))} aria-label={t("name")}>
      {themes.map((choice) => {
        const Icon = icons[choice];
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
