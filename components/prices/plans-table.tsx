import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatMoney, formatPricePer100 } from "#lib/format/money.ts";
import { offersOf, type PlanOffer, type ShownPlan } from "../plans/plan-offer.ts";
import { Card, CardHeader, CardTitle } from "../ui/card.tsx";
import { Table, TableCell, TableHead, TableRow } from "../ui/table.tsx";

/** The plans that are sold now, a row for each way to pay. */
export function PlansTable({ plans }: { plans: readonly ShownPlan[] }) {
  const t = useTranslations("prices.plans");
  return (
    <Card aria-labelledby="plans">
      <CardHeader>
        <CardTitle id="plans">{t("title")}</CardTitle>
      </CardHeader>
      {plans.length === 0 ? (
        <p className="px-5 pb-5 text-ink-2 sm:px-6">{t("none")}</p>
      ) : (
        <Table aria-labelledby="plans">
          <thead>
            <tr>
              <TableHead>{t("plan")}</TableHead>
              <TableHead className="text-end!">{t("price")}</TableHead>
              <TableHead className="text-end!">{t("per100")}</TableHead>
            </tr>
          </thead>
          <tbody>
            {plans.flatMap((plan) =>
              offersOf(plan).map((offer) => (
                <OfferRow key={`${plan.slug} ${offer.interval}`} plan={plan} offer={offer} />
              )),
            )}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function OfferRow({ plan, offer }: { plan: ShownPlan; offer: PlanOffer }) {
  const t = useTranslations("prices.plans");
  const locale = useLocale();
  const { interval, amountCents: amount, currency, creditsPerMonth, trialDays, trialCredits } = offer;
  const credits = creditsPerMonth * (interval === "year" ? 12 : 1);
  return (
    <TableRow>
      <TableCell>
        <bdi className="font-semibold">{plan.name}</bdi>
        <span className="block text-ink-2 text-sm">
          {t("creditsAMonth", { amount: formatCredits(creditsPerMonth, locale), count: creditsPerMonth })}
        </span>
        {trialDays > 0 ? (
          <span className="block text-ink-2 text-sm">
            {t("trial", { days: trialDays, amount: formatCredits(trialCredits, locale), count: trialCredits })}
          </span>
        ) : null}
      </TableCell>
      <TableCell className="text-end">
        <span className="font-semibold">{formatMoney({ amount, currency }, locale)}</span>{" "}
        <span className="text-ink-2">{t(`each.${interval}`)}</span>
      </TableCell>
      <TableCell className="text-end text-ink-2">{formatPricePer100({ amount, currency, credits }, locale)}</TableCell>
    </TableRow>
  );
}
