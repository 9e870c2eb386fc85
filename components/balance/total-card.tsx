import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Batch } from "#lib/credits/batch.ts";
import { kinds } from "#lib/credits/kinds.ts";
import { Card } from "../ui/card.tsx";
import { DebtReasons, type ShownDebt } from "./debt-reasons.tsx";
import { KindRow } from "./kind-row.tsx";
import { LiveDebt } from "./live-debt.tsx";
import { LiveHeld } from "./live-held.tsx";
import { LiveKindBar } from "./live-kind-bar.tsx";
import { LiveNumber } from "./live-number.tsx";
import { OrderSentence } from "./order-sentence.tsx";

/** The most important card of the page: how many credits, of which kinds, in the order in which they are used. */
export function TotalCard({
  batches,
  jobs,
  debts,
  now,
  forecast,
  actions,
  tiles,
}: {
  batches: readonly Batch[];
  /** How many running jobs hold credits. */
  jobs: number;
  /** What is to repay, in the order in which it is repaid. */
  debts: readonly ShownDebt[];
  now: Date;
  /** How long the credits last. */
  forecast: ReactNode;
  actions: ReactNode;
  tiles: ReactNode;
}) {
  const t = useTranslations("credits.total");
  return (
    <Card aria-labelledby="available-now" className="flex flex-col px-4 py-4 sm:px-6 sm:py-5">
      <div className="flex items-end justify-between gap-3 sm:items-start">
        <div className="min-w-0">
          <h2 id="available-now" className="text-ink-2">
            {t("availableNow")}
          </h2>
          <p className="font-bold text-[2.75rem] leading-13 tracking-[-0.03em] sm:text-total">
            <LiveNumber />
          </p>
        </div>
        <div className="flex gap-2">{actions}</div>
      </div>
      <LiveHeld jobs={jobs} />
      <LiveDebt>
        <DebtReasons debts={debts} now={now} />
      </LiveDebt>
      <LiveKindBar className="mt-4 sm:mt-6" />
      <OrderSentence />
      {forecast ? <div className="mt-2 text-sm sm:mt-3">{forecast}</div> : null}
      <ol className="pt-2.5 sm:pt-3 xl:grid xl:grow xl:auto-rows-fr">
        {kinds.map((kind, index) => (
          <KindRow
            key={kind}
            kind={kind}
            place={index + 1}
            batches={batches.filter((batch) => batch.kind === kind)}
            now={now}
          />
        ))}
      </ol>
      {tiles}
    </Card>
  );
}
