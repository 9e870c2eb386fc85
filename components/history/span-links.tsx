import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "../ui/cn.ts";
import { addressOf, type HistoryQuery, historySpans } from "./filter.ts";

/** The stretches of days that a press shows. Chosen days are in the form. */
export function SpanLinks({ query }: { query: HistoryQuery }) {
  const t = useTranslations("history.spans");
  const chosen = query.from !== null || query.to !== null;
  return (
    <nav aria-label={t("title")}>
      <ul className="flex flex-wrap gap-2">
        {([null, ...historySpans] as const).map((span) => {
          const isCurrent = !chosen && query.span === span;
          return (
            <li key={span ?? "all"}>
              <Link
                href={`/profile/credits/history?${addressOf({ ...query, span, from: null, to: null, before: null })}`}
                prefetch={false}
                aria-current={isCurrent ? "true" : undefined}
                className={cn(
                  "flex h-8 items-center rounded-full border border-line-strong bg-card px-3.5 text-sm hover:bg-soft pointer-coarse:h-11",
                  isCurrent &&
                    "border-ink bg-soft font-semibold forced-colors:border-[Highlight] forced-colors:border-2",
                )}
              >
                {t(span ?? "all")}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
