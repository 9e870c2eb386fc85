"use client";

import { UserRound } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Menu, MenuGroup, MenuLabel, MenuLinkItem, MenuSeparator } from "../ui/menu.tsx";
import type { OpenedMenu } from "../ui/menu-button.tsx";
import { callOf, type ShellPerson } from "./person.ts";
import { devicesLab, places } from "./places.ts";
import { SignOutItem } from "./sign-out-item.tsx";
import { type ThemeChoice, ThemeItems } from "./theme-menu.tsx";

const others = places.filter(({ behindMore }) => behindMore);

interface MoreMenuProps extends ThemeChoice, OpenedMenu {
  person: ShellPerson;
  demo: boolean;
  signOut: () => Promise<void>;
}

/** Everything that has no tab of its own on narrow windows. */
export function MoreMenu({ person, theme, choose, demo, signOut, ...opened }: MoreMenuProps) {
  const t = useTranslations("shell");
  return (
    <Menu side="top" className="min-w-56!" {...opened}>
      <MenuLinkItem render={<Link href="/profile" />} closeOnClick>
        <UserRound aria-hidden />
        <span className="grid">
          <span>{callOf(person)}</span>
          <span className="text-ink-2 text-xs">{person.method}</span>
        </span>
      </MenuLinkItem>
      {others.map(({ key, href, icon: Icon }) => (
        <MenuLinkItem key={key} render={<Link href={href} />} closeOnClick>
          <Icon aria-hidden />
          {t(key)}
        </MenuLinkItem>
      ))}
      {demo ? (
        <MenuLinkItem render={<Link href={devicesLab.href} />} closeOnClick>
          <devicesLab.icon aria-hidden />
          {t("devicesLab")}
        </MenuLinkItem>
      ) : null}
      <MenuSeparator />
      <MenuGroup>
        <MenuLabel>{t("theme.name")}</MenuLabel>
        <ThemeItems theme={theme} choose={choose} />
      </MenuGroup>
      <MenuSeparator />
      <SignOutItem signOut={signOut} />
    </Menu>
  );
}
