import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatMoney, formatPricePer100 } from "#lib/format/money.ts";
import { Badge } from "../ui/badge.tsx";
import { ByInterval } from "./by-interval.tsx";
import { type PlanOffer, type ShownPlan, trialDaysOf } from "./plan-offer.ts";

/** What a plan is and costs: its name and mark, its credits a month, its price, and what it is for. */
export function PlanFacts({ plan, mark }: { plan: ShownPlan; mark: "own" | "trial" | null }) {
  const t = useTranslations("plans");
  const days = trialDaysOf(plan);
  const words = mark === "own" ? t("current") : mark === "trial" && days > 0 ? t("trial", { days }) : null;
  return (
    <span className="flex min-w-0 flex-1 flex-col">
      <span className="flex flex-wrap items-center justify-between gap-x-2 gap-y-1">
        <bdi className="font-semibold text-[0.9375rem]">{plan.name}</bdi>
        {words ? <Badge>{words}</Badge> : null}
      </span>
      <ByInterval plan={plan} as="span">
        {(offer) => <Offered offer={offer} />}
      </ByInterval>
      <bdi className="mt-2 text-ink-2 text-sm sm:mt-4">{plan.description}</bdi>
    </span>
  );
}

function Offered({ offer }: { offer: PlanOffer }) {
  const t = useTranslations("plans");
  const store = useTranslations("store");
  const locale = useLocale();
  const { interval, amountCents, currency, creditsPerMonth: credits } = offer;
  const months = interval === "year" ? 12 : 1;
  const price = formatMoney({ amount: amountCents, currency }, locale);
  const monthly = formatMoney({ amount: Math.round(amountCents / months), currency }, locale);
  const per100 = formatPricePer100({ amount: amountCents, currency, credits: credits * months }, locale);
  return (
    <>
      <span className="mt-1 block sm:mt-2">
        <span className="font-bold text-lg sm:text-[1.625rem] sm:leading-8 sm:tracking-[-0.02em]">
          {formatCredits(credits, locale)}
        </span>{" "}
        <span className="text-ink-2 text-sm sm:block">{t("creditsAMonth", { credits })}</span>
      </span>
      <span className="mt-1 block sm:mt-4">
        <span className="font-bold text-lg">{price}</span> <span className="text-ink-2">{t(`each.${interval}`)}</span>
      </span>
      <span className="block text-ink-2 text-sm">
        {interval === "year" ? `${t("aMonth", { price: monthly })} · ` : null}
        {store("per100", { price: per100 })}
      </span>
    </>
  );
}
