import { useTranslations } from "next-intl";
import { IntervalSwitch } from "./interval-switch.tsx";
import { PlanCards } from "./plan-cards.tsx";
import type { ShownPlan } from "./plan-offer.ts";

/** The plans on the store page, below the packs: each leads to the page where it is paid. */
export function StorePlans(props: { plans: readonly ShownPlan[]; own: string | null; runs: boolean; trial: boolean }) {
  const { plans, own, runs, trial } = props;
  const t = useTranslations("plans");
  if (plans.length === 0) return null;
  return (
    <section aria-labelledby="store-plans" className="group/plans mt-6 lg:mt-8">
      <div className="mb-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-2 lg:mb-4">
        <div>
          <h2 id="store-plans" className="font-bold text-lg">
            {t("title")}
          </h2>
          <p className="text-ink-2">{t("about")}</p>
        </div>
        <IntervalSwitch plans={plans} chosen="month" />
      </div>
      <PlanCards plans={plans} own={own} trial={trial} leads={!runs} />
    </section>
  );
}
