import { useTranslations } from "next-intl";
import { formatDay } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { Card } from "../ui/card.tsx";
import { HistoryLine, type HistoryLineProps } from "./history-line.tsx";
import type { Line } from "./line.ts";
import { LineIconSprite } from "./line-icon.tsx";
import { OpenPointedLine } from "./open-pointed-line.tsx";

interface HistoryListProps extends Omit<HistoryLineProps, "line"> {
  rows: readonly Line[];
  /** The same list with all details, for a browser without JavaScript. */
  fullHref: string;
}

/** Lines of the history grouped by day in the reader's zone, newest first; each unfolds to its details. */
export function HistoryList({ rows, now, fullHref, ...each }: HistoryListProps) {
  const t = useTranslations("history");
  const reader = useReader();
  const days = Map.groupBy(rows, (line) => formatDay(line.transaction.at, now, reader));
  return (
    <Card aria-label={t("list")} className="overflow-clip">
      <OpenPointedLine shown={`${rows[0]?.transaction.version} ${rows.length}`} />
      <LineIconSprite transactions={rows.map(({ transaction }) => transaction)} />
      <noscript>
        <a href={fullHref} className="block px-6 py-3 underline underline-offset-4">
          {t("inFull")}
        </a>
      </noscript>
      <div
        aria-hidden
        className="hidden h-10 grid-cols-[1fr_7rem_5.5rem_6rem_1rem] items-center gap-3 px-6 text-ink-2 text-sm sm:grid"
      >
        <span>{t("what")}</span>
        <span>{t("where")}</span>
        <span className="text-end">{t("credits")}</span>
        <span className="text-end">{t("balance")}</span>
      </div>
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-label={day}>
          <h2 className="border-line border-t bg-soft px-5 py-1.5 font-semibold text-sm tracking-normal first:border-t-0 sm:px-6">
            {day}
          </h2>
          <ol>
            {ofDay.map((line) => (
              <HistoryLine key={line.transaction.version} line={line} now={now} {...each} />
            ))}
          </ol>
        </section>
      ))}
    </Card>
  );
}
