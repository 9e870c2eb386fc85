import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonVariants } from "../ui/button-variants.ts";
import { addressOf, type HistoryQuery } from "./filter.ts";

/** On to older lines, and back to the newest. */
export function Pager({ query, nextBefore }: { query: HistoryQuery; nextBefore: number | null }) {
  const t = useTranslations("history");
  if (query.before === null && nextBefore === null) return null;
  return (
    <nav aria-label={t("pages")} className="flex justify-between gap-2">
      {query.before === null ? (
        <span />
      ) : (
        <Link
          href={`/profile/credits/history?${addressOf({ ...query, before: null })}`}
          className={buttonVariants({ variant: "outline" })}
        >
          {t("newest")}
        </Link>
      )}
      {nextBefore === null ? null : (
        <Link
          href={`/profile/credits/history?${addressOf({ ...query, before: nextBefore })}`}
          className={buttonVariants({ variant: "outline" })}
        >
          {t("older")}
        </Link>
      )}
    </nav>
  );
}
