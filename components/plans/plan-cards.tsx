import Link from "next/link";
import { useTranslations } from "next-intl";
import { bdi } from "../ui/bdi.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { cn } from "../ui/cn.ts";
import { ByInterval } from "./by-interval.tsx";
import { PlanFacts } from "./plan-facts.tsx";
import type { Interval, PlanOffer, ShownPlan } from "./plan-offer.ts";

/** A plan and interval that an account can change to. */
export interface PlanChoice {
  plan: string;
  interval: Interval;
}

interface PlanCardsProps {
  plans: readonly ShownPlan[];
  /** The plan that the account has, which is marked; null when it has none. */
  own: string | null;
  /** Whether a trial begins where a plan has one. */
  trial?: boolean;
  /** Whether each leads to the page where it is paid. */
  leads?: boolean;
  /** For an account with a plan: these lead to the page that says what the change does. */
  choices?: readonly PlanChoice[];
}

/** The plans side by side, to look at. */
export function PlanCards({ plans, own, trial = false, leads = false, choices = [] }: PlanCardsProps) {
  return (
    <ul className="grid gap-2 sm:grid-cols-2 sm:gap-4 lg:grid-cols-[repeat(auto-fill,minmax(15rem,1fr))]">
      {plans.map((plan) => (
        <li
          key={plan.slug}
          aria-current={plan.slug === own ? "true" : undefined}
          className={cn(
            "flex flex-col rounded-xl border bg-card px-4 py-3 shadow-card sm:p-5",
            plan.slug === own ? "border-ink ring-1 ring-ink forced-colors:border-2" : "border-line",
          )}
        >
          <PlanFacts plan={plan} mark={plan.slug === own ? "own" : trial ? "trial" : null} />
          {leads ? (
            <ByInterval plan={plan} as="div">
              {(offer) => <Choose plan={plan} offer={offer} />}
            </ByInterval>
          ) : null}
          <ByInterval plan={plan} as="div">
            {({ interval }) =>
              choices.some((one) => one.plan === plan.slug && one.interval === interval) ? (
                <Change plan={plan} interval={interval} />
              ) : null
            }
          </ByInterval>
        </li>
      ))}
    </ul>
  );
}

function Choose({ plan, offer }: { plan: ShownPlan; offer: PlanOffer }) {
  const t = useTranslations("plans");
  const query = new URLSearchParams({ plan: plan.slug, interval: offer.interval });
  return (
    <Link
      href={`/profile/credits/store/plans?${query}`}
      className={buttonVariants({ variant: "outline", className: "mt-3 sm:mt-5" })}
    >
      <span>{t.rich("chooseOne", { plan: plan.name, bdi })}</span>
    </Link>
  );
}

function Change({ plan: { slug, name }, interval }: { plan: ShownPlan; interval: Interval }) {
  const t = useTranslations("billing.choices");
  const by = useTranslations("billing.plan")(`by.${interval}`);
  return (
    <Link
      href={`/profile/billing/change?${new URLSearchParams({ plan: slug, interval })}`}
      aria-label={t("viewOne", { plan: name, by })}
      className={buttonVariants({ variant: "outline", className: "mt-3 sm:mt-5" })}
    >
      {t("view")}
    </Link>
  );
}
