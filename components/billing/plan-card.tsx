import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay } from "#lib/format/dates.ts";
import { formatMoney } from "#lib/format/money.ts";
import { useReader } from "../balance/use-reader.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from "../ui/card.tsx";
import { PlanStatus } from "./plan-status.tsx";
import type { ShownBilling } from "./shown-billing.ts";
import { WhatStays } from "./what-stays.tsx";

/** The plan of a user: what it is, what is charged and added next, and what can be done about it. */
export function PlanCard({ billing, actions, now }: { billing: ShownBilling; actions: ReactNode; now: Date }) {
  const t = useTranslations("billing.plan");
  const { plan } = billing;
  return (
    <Card aria-labelledby="plan">
      <CardHeader>
        <CardTitle id="plan">{t("title")}</CardTitle>
        {plan === null ? null : <PlanStatus plan={plan} now={now} />}
      </CardHeader>
      {plan === null ? (
        <CardContent className="flex flex-wrap items-center justify-between gap-4">
          <p className="text-ink-2">{t("none")}</p>
          <Link href="/profile/credits/store/plans" className={buttonVariants()}>
            {t("see")}
          </Link>
        </CardContent>
      ) : (
        <>
          <CardContent>
            <PlanName plan={plan} />
            <PlanFacts billing={billing} now={now} />
            {plan.isEnding ? <WhatStays plan={plan} now={now} /> : null}
          </CardContent>
          <CardFooter className="flex-wrap">{actions}</CardFooter>
        </>
      )}
    </Card>
  );
}

function PlanName({ plan: { price } }: { plan: NonNullable<ShownBilling["plan"]> }) {
  const t = useTranslations("billing.plan");
  return (
    <p className="font-bold text-lg">
      <bdi>{price === null ? t("unknown") : t("name", { plan: price.name, by: t(`by.${price.interval}`) })}</bdi>
    </p>
  );
}

function PlanFacts({ billing, now }: { billing: ShownBilling; now: Date }) {
  const t = useTranslations("billing.plan");
  return (
    <dl className="mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-3">
      <Fact name={t("nextCharge")}>
        <NextCharge billing={billing} now={now} />
      </Fact>
      <Fact name={t("nextCredits")}>
        <NextCredits billing={billing} now={now} />
      </Fact>
      <Fact name={t("method")}>
        <Method billing={billing} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-2 text-sm">{name}</dt>
      <dd className="mt-0.5 font-semibold">{children}</dd>
    </div>
  );
}

function NextCharge({ billing: { plan, atStripe }, now }: { billing: ShownBilling; now: Date }) {
  const t = useTranslations("billing.plan");
  const locale = useLocale();
  const reader = useReader();
  if (atStripe === null) return t("unavailable");
  if (plan?.isDue) return t("afterPaying");
  if (atStripe.nextCharge === null) return t("nothingMore");
  const { at, cents: amount, currency } = atStripe.nextCharge;
  return t("charge", { price: formatMoney({ amount, currency }, locale), date: formatDay(at, now, reader) });
}

function NextCredits({ billing: { plan }, now }: { billing: ShownBilling; now: Date }) {
  const t = useTranslations("billing.plan");
  const locale = useLocale();
  const reader = useReader();
  if (plan?.nextCredits) {
    const { at, amount } = plan.nextCredits;
    const date = formatDay(at, now, reader);
    return t("credits", { amount: formatCredits(amount, locale), count: amount, date });
  }
  return t(plan?.isDue ? "afterPaying" : "noneNext");
}

function Method({ billing: { atStripe } }: { billing: ShownBilling }) {
  const t = useTranslations("billing.plan");
  if (atStripe === null) return t("unavailable");
  if (atStripe.method === null) return t("noMethod");
  const { brand, last4, expires } = atStripe.method;
  if (last4 === null) return t("otherMethod");
  if (brand === null || expires === null) return t("bank", { last4 });
  const named = brand.charAt(0).toUpperCase() + brand.slice(1);
  return t("card", {
    brand: named,
    last4,
    month: String(expires.month).padStart(2, "0"),
    year: String(expires.year).slice(-2),
  });
}
