"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { BalanceChip } from "./balance-chip.tsx";
import { Breadcrumb } from "./breadcrumb.tsx";
import { DemoMark } from "./demo-mark.tsx";
import { Logo } from "./logo.tsx";
import type { Theme } from "./theme.ts";
import { ThemeButton } from "./theme-button.tsx";

/** The bar at the top of every signed-in page: where the user is, and the balance, always. */
export function Header({ pathname, theme, demo }: { pathname: string; theme: Theme; demo: boolean }) {
  const t = useTranslations("shell");
  return (
    <header className="sticky top-0 z-30 low:static border-line border-b bg-page">
      <div className="flex h-13 items-center gap-3 px-4 lg:h-15 lg:px-8">
        <Link
          href="/profile/credits"
          aria-label={t("product")}
          // Where there is no room for the name, it wraps into the hidden overflow.
          className="flex h-11 min-w-5.5 flex-wrap items-center gap-x-2.5 overflow-hidden rounded-lg *:h-11 lg:hidden"
        >
          <span className="grid place-items-center">
            <Logo className="size-5.5" />
          </span>
          <span className="grid place-items-center font-bold text-lg tracking-[-0.02em]">{t("product")}</span>
        </Link>
        <Breadcrumb pathname={pathname} />
        {demo ? <DemoMark /> : null}
        <div className="ms-auto flex min-w-0 shrink-[0.001] items-center gap-1.5">
          <BalanceChip />
          <div className="hidden md:block">
            <ThemeButton theme={theme} />
          </div>
        </div>
      </div>
    </header>
  );
}
