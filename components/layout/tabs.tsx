"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "../ui/cn.ts";
import { MenuButton } from "../ui/menu-button.tsx";
import type { ShellPerson } from "./person.ts";
import { placeOf, places } from "./places.ts";
import type { Theme } from "./theme.ts";
import { useTheme } from "./use-theme.ts";

const tab =
  "flex h-14 w-full flex-col items-center justify-center gap-1 rounded-lg font-medium text-ink-2 text-xs [&_svg]:size-5";

const tabs = places.filter(({ behindMore }) => !behindMore);

/** The tabs at the foot of narrow windows, with everything else behind More. */
export function Tabs(props: MoreProps & { pathname: string }) {
  const t = useTranslations("shell");
  const here = placeOf(props.pathname);
  return (
    <nav
      aria-label={t("places")}
      className="fixed inset-x-0 bottom-0 z-30 low:static border-line border-t bg-page pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <ul className="mx-auto flex max-w-xl">
        {tabs.map(({ key, href, icon: Icon }) => (
          <li key={key} className="min-w-0 flex-1">
            <Link
              href={href}
              aria-current={props.pathname === href ? "page" : here === key ? "true" : undefined}
              className={cn(tab, here === key && "text-ink!")}
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

function More({ theme: initial, ...props }: MoreProps) {
  const t = useTranslations("shell");
  const [theme, choose] = useTheme(initial);
  return (
    <MenuButton
      load={() => import("./more-menu.tsx")}
      menu={({ MoreMenu }, opened) => <MoreMenu theme={theme} choose={choose} {...props} {...opened} />}
      className={tab}
    >
      <Ellipsis aria-hidden />
      {t("more")}
    </MenuButton>
  );
}
