"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "../ui/cn.ts";
import { Logo } from "./logo.tsx";
import { callOf, initialsOf, type ShellPerson } from "./person.ts";
import { devicesLab, placeOf, places } from "./places.ts";

const link =
  "flex h-9 items-center gap-2.5 rounded-lg px-2.5 font-medium text-ink-2 hover:bg-soft hover:text-ink pointer-coarse:h-11";
const current = "bg-soft text-ink!";

/** The left rail of wide windows: navigation, and the signed-in user. */
export function Rail({ pathname, person, demo }: { pathname: string; person: ShellPerson; demo: boolean }) {
  const t = useTranslations("shell");
  return (
    <aside className="sticky top-0 hidden h-dvh w-58 flex-col overflow-y-auto border-line border-e px-3 py-4 lg:flex">
      <Link href="/profile/credits" className="flex items-center gap-2.5 rounded-lg px-2.5 py-1">
        <Logo className="size-6.5" />
        <span className="font-bold text-lg tracking-[-0.02em]">{t("product")}</span>
      </Link>
      <nav aria-label={t("places")} className="mt-5">
        <RailLinks pathname={pathname} />
      </nav>
      {demo ? <LabLink pathname={pathname} /> : null}
      <Identity person={person} />
    </aside>
  );
}

function RailLinks({ pathname }: { pathname: string }) {
  const t = useTranslations("shell");
  const here = placeOf(pathname);
  return (
    <ul className="grid gap-0.5">
      {places.map(({ key, href, icon: Icon }) => (
        <li key={key}>
          <Link
            href={href}
            aria-current={pathname === href ? "page" : here === key ? "true" : undefined}
            className={cn(link, here === key && current)}
          >
            <Icon aria-hidden className="size-4" />
            {t(key)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function LabLink({ pathname }: { pathname: string }) {
  const t = useTranslations("shell");
  const { href, icon: Icon } = devicesLab;
  return (
    <Link
      href={href}
      aria-current={pathname === href ? "page" : undefined}
      className={cn(link, "mt-4", pathname === href && current)}
    >
      <Icon aria-hidden className="size-4" />
      {t("devicesLab")}
    </Link>
  );
}

function Identity({ person }: { person: ShellPerson }) {
  const t = useTranslations("shell");
  return (
    <Link
      href="/profile"
      className="mt-auto flex min-w-0 items-center gap-2.5 rounded-lg border border-transparent px-2.5 py-2 hover:bg-soft"
    >
      <span
        aria-hidden
        className="grid size-8.5 shrink-0 place-items-center rounded-full bg-ink font-bold text-page text-xs"
      >
        {initialsOf(person)}
      </span>
      <span className="grid min-w-0">
        <span className="truncate font-semibold">
          <span className="sr-only">{t("account")} </span>
          {callOf(person)}
        </span>
        <span className="truncate text-ink-2 text-xs">
          <span className="sr-only">{t("signedInWith")} </span>
          {person.method}
        </span>
      </span>
    </Link>
  );
}
