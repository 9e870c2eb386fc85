"use client";

import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";

/** Pages that a crumb can link to; other parts of an address are text only. */
const pages: Record<string, Route> = {
  "/profile": "/profile",
  "/profile/credits": "/profile/credits",
  "/profile/credits/history": "/profile/credits/history",
  "/profile/credits/store": "/profile/credits/store",
  "/profile/credits/store/plans": "/profile/credits/store/plans",
  "/profile/credits/earn": "/profile/credits/earn",
  "/profile/devices": "/profile/devices",
  "/profile/billing": "/profile/billing",
  "/tools": "/tools",
};

/** Where the page is: the parts of its address as text, the last of them the page itself. */
export function Breadcrumb({ pathname }: { pathname: string }) {
  const t = useTranslations("shell");
  const crumbs = useCrumbs(pathname);
  if (crumbs.length === 0) return null;
  return (
    <nav aria-label={t("breadcrumb")} className="hidden min-w-0 lg:block">
      <ol className="flex items-center gap-1.5 text-ink-2">
        {crumbs.map(({ path, word }, index) => {
          const href = pages[path];
          const last = index === crumbs.length - 1;
          return (
            <li key={path} className="flex min-w-0 items-center gap-1.5">
              {index > 0 ? (
                <span aria-hidden className="text-ink-3">
                  /
                </span>
              ) : null}
              {last || !href ? (
                <span aria-current={last ? "page" : undefined} className="truncate">
                  {word}
                </span>
              ) : (
                <Link href={href} className="rounded-sm hover:text-ink hover:underline">
                  {word}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function useCrumbs(pathname: string): { path: string; word: string }[] {
  const t = useTranslations("shell.crumbs");
  const parts = pathname.split("/").filter(Boolean);
  return parts.flatMap((part, index) => {
    const path = `/${parts.slice(0, index + 1).join("/")}`;
    if (parts[index - 1] === "batches") return [{ path, word: t("batch", { number: part }) }];
    return t.has(part) ? [{ path, word: t(part) }] : [];
  });
}
