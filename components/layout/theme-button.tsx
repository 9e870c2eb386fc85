"use client";

import { useTranslations } from "next-intl";
import { buttonVariants } from "../ui/button-variants.ts";
import { MenuButton } from "../ui/menu-button.tsx";
import type { Theme } from "./theme.ts";
import { themeIcons } from "./theme-icons.ts";
import { useTheme } from "./use-theme.ts";

/** The button in the header that chooses between the system's scheme, light and dark. */
export function ThemeButton({ theme: initial }: { theme: Theme }) {
  const t = useTranslations("shell.theme");
  const [theme, choose] = useTheme(initial);
  const Icon = themeIcons[theme];
  return (
    <MenuButton
      load={() => import("./theme-menu.tsx")}
      menu={({ ThemeMenu }, opened) => <ThemeMenu theme={theme} choose={choose} {...opened} />}
      aria-label={t("button", { theme: t(theme) })}
      className={buttonVariants({ variant: "ghost", size: "icon" })}
    >
      <Icon aria-hidden />
    </MenuButton>
  );
}
