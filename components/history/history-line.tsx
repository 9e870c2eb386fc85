import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatTime } from "#lib/format/dates.ts";
import { Amount } from "../balance/amount.tsx";
import { useReader } from "../balance/use-reader.ts";
import type { Line } from "./line.ts";
import { LineBody, type LoadLine } from "./line-body.tsx";
import { LineContents } from "./line-contents.tsx";
import { LineIconUse } from "./line-icon.tsx";
import { useLineWords } from "./use-line-words.tsx";

// Few elements, as a page has fifty lines: the grid places them, and the chevron is drawn by style.
const summary = [
  "grid min-h-14 list-none grid-cols-[2rem_1fr_auto_1rem] content-center items-center gap-x-3 px-5 py-2.5 hover:bg-soft",
  "sm:grid-cols-[2rem_1fr_7rem_5.5rem_6rem_1rem] sm:px-6 [&::-webkit-details-marker]:hidden",
  "after:col-start-4 after:row-start-1 after:size-2 after:rotate-45 after:justify-self-end after:border-ink-3 sm:after:col-start-6 sm:after:row-end-3",
  "after:border-r-2 after:border-b-2 after:transition-transform group-open:after:rotate-225",
].join(" ");

export interface HistoryLineProps {
  line: Line;
  now: Date;
  lines: "jobs" | "all";
  load: LoadLine;
  /** The address of support; null when none is configured. */
  support: string | null;
  /** Renders the details at once, where no script can load them. */
  inFull: boolean;
}

/** One line of the history. It opens automatically when the URL points at it. */
export function HistoryLine({ line, now, lines, load, support, inFull }: HistoryLineProps) {
  const t = useTranslations("history");
  const locale = useLocale();
  const reader = useReader();
  const { title, note, where } = useLineWords(now)(line);
  const { version, at, balanceAfter } = line.transaction;
  return (
    <li className="border-line border-t">
      <details className="group">
        <summary className={summary}>
          <LineIconUse
            transaction={line.transaction}
            className="row-start-1 row-end-4 self-start sm:row-end-3 sm:self-center"
          />
          <span className="col-start-2 row-start-1 font-semibold">{title}</span>
          <span className="col-start-2 col-end-5 row-start-2 text-ink-2 text-sm sm:col-end-3">
            {formatTime(at, reader)} · {note}
          </span>
          {where ? (
            <span className="col-start-3 row-start-1 row-end-3 text-ink-2 text-sm max-sm:hidden">{where}</span>
          ) : null}
          <Amount credits={line.amount} className="col-start-3 row-start-1 text-end sm:col-start-4 sm:row-end-3" />
          <span className="col-start-2 col-end-5 row-start-3 text-ink-2 max-sm:text-sm sm:col-start-5 sm:col-end-6 sm:row-start-1 sm:row-end-3 sm:text-end">
            <span className="sm:sr-only">{t("balance")} </span>
            {formatCredits(balanceAfter, locale)}
          </span>
        </summary>
        {inFull ? (
          <div id={`line-${version}`}>
            <LineContents line={line} support={support} now={now} />
          </div>
        ) : (
          <LineBody version={version} lines={lines} asOf={now.getTime()} load={load} />
        )}
      </details>
    </li>
  );
}
