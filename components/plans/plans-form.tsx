import { useLocale, useTranslations } from "next-intl";
import { formatMoney } from "#lib/format/money.ts";
import { AccountField } from "../balance/account-field.tsx";
import { AfterRepaying } from "../store/balance-after.tsx";
import { PayButton } from "../store/pay-button.tsx";
import { ReturnField } from "../store/return-field.tsx";
import { mostOffers, shownWhenChosen } from "../store/shown-when-chosen.ts";
import { Card, CardContent, CardHeader, CardTitle } from "../ui/card.tsx";
import { ByInterval } from "./by-interval.tsx";
import { IntervalSwitch } from "./interval-switch.tsx";
import type { Interval, PlanOffer, ShownPlan } from "./plan-offer.ts";
import { PlanOption } from "./plan-option.tsx";
import { PlanTerms } from "./plan-terms.tsx";

interface PlansFormProps {
  plans: readonly ShownPlan[];
  /** The plan and the interval that are chosen at first. */
  chosen: { plan: string | undefined; interval: Interval };
  /** Whether a trial begins where a plan has one. */
  trial: boolean;
  /** Created with the page: however often this form is sent, it begins one subscription. */
  orderKey: string;
  /** The feature that the user came from, to go back to. */
  feature: string | undefined;
  now: Date;
  subscribe: (form: FormData) => Promise<void>;
}

/** The plans, what the chosen one costs and brings when, and the button that leads to Stripe. */
export function PlansForm({ chosen, trial, orderKey, feature, now, subscribe, ...props }: PlansFormProps) {
  const t = useTranslations("plans");
  const plans = props.plans.slice(0, mostOffers);
  return (
    <form action={subscribe} className="group/plans group/store">
      <input type="hidden" name="key" value={orderKey} />
      {feature ? <input type="hidden" name="feature" value={feature} /> : null}
      <AccountField />
      <ReturnField />
      <IntervalSwitch plans={plans} chosen={chosen.interval} />
      <div className="mt-3 grid items-start gap-3 lg:mt-4 lg:grid-cols-[minmax(0,19rem)_minmax(0,1fr)] lg:gap-4">
        <fieldset className="grid gap-2 sm:grid-cols-2 sm:gap-4 lg:grid-cols-1">
          <legend className="sr-only">{t("choose")}</legend>
          {plans.map((plan, position) => (
            <PlanOption
              key={plan.slug}
              plan={plan}
              position={position}
              chosen={plan.slug === chosen.plan}
              trial={trial}
            />
          ))}
        </fieldset>
        <Card aria-labelledby="before-paying">
          <CardHeader>
            <CardTitle id="before-paying">{t("beforePaying")}</CardTitle>
          </CardHeader>
          <CardContent>
            {plans.map((plan, position) => (
              <div key={plan.slug} className={shownWhenChosen(position)}>
                <ByInterval plan={plan} as="div">
                  {(offer) => <Chosen offer={offer} trial={trial} now={now} />}
                </ByInterval>
              </div>
            ))}
          </CardContent>
        </Card>
      </div>
    </form>
  );
}

function Chosen({ offer, trial, now }: { offer: PlanOffer; trial: boolean; now: Date }) {
  const t = useTranslations("plans");
  const amount = { amount: offer.amountCents, currency: offer.currency };
  const price = formatMoney(amount, useLocale());
  return (
    <div className="grid grid-cols-1 gap-1">
      <PlanTerms offer={offer} trial={trial} now={now} />
      {/* A trial is not paid for, so it repays nothing. */}
      {trial && offer.trialDays > 0 ? null : (
        <p>
          <AfterRepaying credits={offer.creditsPerMonth} />
        </p>
      )}
      <div className="mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="text-ink-2 text-sm">{t("atStripe")}</p>
        <PayButton>
          {trial && offer.trialDays > 0 ? t("startTrial", { days: offer.trialDays }) : t("pay", { price })}
        </PayButton>
      </div>
    </div>
  );
}
