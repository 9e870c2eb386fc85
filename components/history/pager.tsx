import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonVariants } from "../ui/button-variants.ts";
import { addressOf, type HistoryQuery } from "./filter.ts";

interface PagerProps {
  query: HistoryQuery;
  /** Where the next older page starts; null at the end. */
  nextBefore: number | null;
  /** Where the next newer page starts; null on the newest page. */
  newer: number | "newest" | null;
}

/** Links to older lines, and back to newer ones and the newest. */
export function Pager({ query, nextBefore, newer }: PagerProps) {
  const t = useTranslations("history");
  if (query.before === null && nextBefore === null) return null;
  return (
    <nav aria-label={t("pages")} className="flex justify-between gap-2">
      <span className="flex gap-2">
        {query.before === null ? null : <PageLink query={query} before={null} words={t("newest")} />}
        {typeof newer === "number" ? <PageLink query={query} before={newer} words={t("newer")} /> : null}
      </span>
      {nextBefore === null ? null : <PageLink query={query} before={nextBefore} words={t("older")} />}
    </nav>
  );
}

function PageLink({ query, before, words }: { query: HistoryQuery; before: number | null; words: string }) {
  return (
    <Link
      href={`/profile/credits/history?${addressOf({ ...query, before })}`}
      className={buttonVariants({ variant: "outline" })}
    >
      {words}
    </Link>
  );
}
