import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { Amount } from "../balance/amount.tsx";
import { Card } from "../ui/card.tsx";
import { type Happening, happeningNames } from "./filter.ts";

/** How many rows a filter finds and what they add up to, in whole credits, signed; null when there are too many lines to look at. */
export type ShownTotals = { rows: number; amounts: ReadonlyMap<Happening, number> } | null;

/** What the filtered rows add up to: of each happening, and in all. Among more lines than `most` nothing is added up. */
export function HistoryTotals({ totals, most }: { totals: ShownTotals; most: number }) {
  const t = useTranslations("history.totals");
  const word = useTranslations("history.filters.types");
  const locale = useLocale();
  if (totals === null) {
    return <p className="text-ink-2 text-sm">{t("tooMany", { most: formatCredits(most, locale) })}</p>;
  }
  const named = happeningNames.filter((name) => totals.amounts.has(name));
  const all = [...totals.amounts.values()].reduce((sum, amount) => sum + amount, 0);
  return (
    <Card aria-label={t("title")} className="px-5 py-3.5 sm:px-6">
      <dl className="flex flex-wrap gap-x-8 gap-y-2.5">
        <Total term={t("rows")}>{formatCredits(totals.rows, locale)}</Total>
        {named.map((name) => (
          <Total key={name} term={word(name)}>
            <Amount credits={totals.amounts.get(name) ?? 0} />
          </Total>
        ))}
        {named.length > 1 ? (
          <Total term={t("change")}>
            <Amount credits={all} />
          </Total>
        ) : null}
      </dl>
    </Card>
  );
}

function Total({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-ink-2 text-sm">{term}</dt>
      <dd className="font-semibold tabular-nums">{children}</dd>
    </div>
  );
}
