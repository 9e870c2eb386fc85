"use client";

import { Ellipsis, UserRound } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "../ui/cn.ts";
import { Menu, MenuContent, MenuGroup, MenuLabel, MenuLinkItem, MenuSeparator, MenuTrigger } from "../ui/menu.tsx";
import { callOf, type ShellPerson } from "./person.ts";
import { devicesLab, placeOf, places } from "./places.ts";
import { SignOutItem } from "./sign-out-item.tsx";
import type { Theme } from "./theme.ts";
import { ThemeItems } from "./theme-menu.tsx";
import { useTheme } from "./use-theme.ts";

const tab =
  "flex h-14 w-full flex-col items-center justify-center gap-1 rounded-lg font-medium text-ink-2 text-xs [&_svg]:size-5";

const tabs = places.filter(({ behindMore }) => !behindMore);
const others = places.filter(({ behindMore }) => behindMore);

/** The tabs at the foot of narrow windows, with everything else behind More. */
export function Tabs(props: MoreProps & { pathname: string }) {
  const t = useTranslations("shell");
  const here = placeOf(props.pathname);
  return (
    <nav
      aria-label={t("places")}
      className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-page pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <ul className="mx-auto flex max-w-xl">
        {tabs.map(({ key, href, icon: Icon }) => (
          <li key={key} className="min-w-0 flex-1">
            <Link
              href={href}
              aria-current={props.pathname === href ? "page" : here === key ? "true" : undefined}
              className={cn(tab, here === key && "text-ink")}
            >
              <Icon aria-hidden />
              {t(key)}
            </Link>
          </li>
        ))}
        <li className="min-w-0 flex-1">
          <More {...props} />
        </li>
      </ul>
    </nav>
  );
}

interface MoreProps {
  person: ShellPerson;
  theme: Theme;
  demo: boolean;
  signOut: () => Promise<void>;
}

function More({ person, theme: initial, demo, signOut }: MoreProps) {
  const t = useTranslations("shell");
  const [theme, choose] = useTheme(initial);
  return (
    <Menu>
      <MenuTrigger className={tab}>
        <Ellipsis aria-hidden />
        {t("more")}
      </MenuTrigger>
      <MenuContent side="top" className="min-w-56">
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
      </MenuContent>
    </Menu>
  );
}
