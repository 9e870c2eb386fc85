import { ChevronDown } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatTime } from "#lib/format/dates.ts";
import { Amount } from "../balance/amount.tsx";
import { useReader } from "../balance/use-reader.ts";
import { JobDetails } from "./job-details.tsx";
import type { Line } from "./line.ts";
import { LineDetails } from "./line-details.tsx";
import { LineIcon } from "./line-icon.tsx";
import { useLineWords } from "./use-line-words.ts";

/** One line of the history. It opens automatically when the URL points at it. */
export function HistoryLine({ line, now }: { line: Line; now: Date }) {
  const t = useTranslations("history");
  const locale = useLocale();
  const reader = useReader();
  const { title, note, where } = useLineWords(now)(line);
  const { version, at, balanceAfter } = line.transaction;
  return (
    <li className="border-line border-t">
      <details className="group">
        <summary className="grid min-h-14 list-none grid-cols-[1fr_auto_1rem] items-center gap-3 px-5 py-2.5 hover:bg-soft sm:grid-cols-[1fr_7rem_5.5rem_6rem_1rem] sm:px-6 [&::-webkit-details-marker]:hidden">
          <span className="flex min-w-0 items-center gap-3">
            <LineIcon transaction={line.transaction} />
            <span className="min-w-0">
              <span className="block font-semibold">
                <bdi>{title}</bdi>
              </span>
              <span className="block text-ink-2 text-sm">
                <span className="inline-block">{formatTime(at, reader)}</span>
                {" · "}
                <bdi>{note}</bdi>
              </span>
            </span>
          </span>
          <span className="text-ink-2 text-sm max-sm:hidden">{where}</span>
          <span className="grid justify-items-end text-end">
            <Amount credits={line.amount} />
            <span className="text-ink-2 text-sm sm:hidden">
              {t("balanceIs", { balance: formatCredits(balanceAfter, locale) })}
            </span>
          </span>
          <span className="text-end text-ink-2 max-sm:hidden">
            <span className="sr-only">{t("balance")} </span>
            {formatCredits(balanceAfter, locale)}
          </span>
          <ChevronDown
            aria-hidden
            className="size-4 justify-self-end text-ink-3 transition-transform group-open:rotate-180"
          />
        </summary>
        <div id={`line-${version}`} className="scroll-mt-32">
          {line.job ? (
            <JobDetails line={line} job={line.job} now={now} where={where} />
          ) : (
            <LineDetails line={line} now={now} where={where} />
          )}
        </div>
      </details>
    </li>
  );
}
