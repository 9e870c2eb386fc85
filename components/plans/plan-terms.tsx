import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type PlanStep, stepsOfPlan } from "#lib/credits/plans/plan-terms.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay, formatExpiry } from "#lib/format/dates.ts";
import { formatMoney } from "#lib/format/money.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";
import type { PlanOffer } from "./plan-offer.ts";

interface PlanTermsProps {
  offer: PlanOffer;
  /** Whether a trial begins: it is the person's first plan. */
  trial: boolean;
  now: Date;
}

/** What is charged and added when, if the plan is bought now, and how it ends. */
export function PlanTerms({ offer, trial, now }: PlanTermsProps) {
  const t = useTranslations("plans");
  const reader = useReader();
  const steps = stepsOfPlan(offer, { trial, now });
  const free = trial && offer.trialDays > 0 ? steps[1]?.at : null;
  return (
    <>
      <ol className="grid">
        {steps.map((step) => (
          <Step key={`${step.at?.getTime()} ${step.every}`} step={step} currency={offer.currency} now={now} />
        ))}
      </ol>
      <ul className="grid gap-1.5 border-line border-t pt-4 text-ink-2 text-sm">
        <li>
          <p>
            {free
              ? t.rich("cancelTrial", { date: formatDay(free, now, reader), bdi, billing })
              : t.rich("cancel", { billing })}
          </p>
        </li>
        <li>{t("ends")}</li>
        {free ? <li>{t("trialOnce")}</li> : null}
      </ul>
    </>
  );
}

function billing(words: ReactNode) {
  return (
    <Link
      href="/profile/billing"
      className="rounded-sm text-ink underline decoration-control underline-offset-4 hover:decoration-ink"
    >
      {words}
    </Link>
  );
}

function Step({ step, currency, now }: { step: PlanStep; currency: string; now: Date }) {
  const t = useTranslations("plans");
  const locale = useLocale();
  const reader = useReader();
  const { at, every, amountCents, credits, until } = step;
  const when = at === null ? t("today") : formatDay(at, now, reader);
  return (
    <li className="grid grid-cols-[1fr_auto] items-baseline gap-x-4 border-line border-t py-3 first:border-t-0 sm:grid-cols-[15rem_1fr_auto]">
      <span className="font-semibold max-sm:col-start-1">
        {when}
        {every ? <span className="font-normal text-ink-2">{t(`then.${every}`)}</span> : null}
      </span>
      <span className="text-ink-2 max-sm:order-3 max-sm:col-span-2">
        {credits > 0 ? (
          <>
            <span className="font-semibold text-ink">
              {t("credits", { amount: formatCredits(credits, locale), credits })}
            </span>
            {until ? <>, {t.rich("until", { date: formatExpiry(until, now, reader), bdi })}</> : null}
          </>
        ) : (
          t(at === null ? "noCredits" : `renews.${every ?? "month"}`)
        )}
      </span>
      <span className="text-end font-bold">{formatMoney({ amount: amountCents, currency }, locale)}</span>
    </li>
  );
}
