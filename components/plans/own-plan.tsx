import { CalendarCheck2 } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatInstant } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import { bdi } from "../ui/bdi.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { Notice } from "../ui/notice.tsx";
import { IntervalSwitch } from "./interval-switch.tsx";
import { PlanCards, type PlanChoice } from "./plan-cards.tsx";
import type { Interval, ShownPlan } from "./plan-offer.ts";

/** The plan that an account has: what it buys, and what it brings next. */
export interface RunningPlan {
  /** Null when it is no plan of the catalogue. */
  price: { plan: string; name: string; interval: Interval } | null;
  nextCredits: { at: Date; amount: number } | null;
}

interface OwnPlanProps {
  plans: readonly ShownPlan[];
  plan: RunningPlan;
  /** What it can be changed to. */
  choices: readonly PlanChoice[];
  interval: Interval;
  now: Date;
}

/** The plans for a user who has one: it is marked, and what comes next is said. */
export function OwnPlan({ plans, plan, choices, interval, now }: OwnPlanProps) {
  const t = useTranslations("plans");
  return (
    <div className="group/plans grid gap-4">
      <Notice>
        <CalendarCheck2 aria-hidden />
        <div className="flex grow flex-wrap items-center justify-between gap-x-4 gap-y-3">
          <div>
            <h2 className="font-semibold">{t.rich("yours", { plan: plan.price?.name ?? "", bdi })}</h2>
            <p className="mt-0.5 text-ink-2">
              <NextCredits plan={plan} now={now} />
            </p>
          </div>
          <Link href="/profile/billing" className={buttonVariants({ variant: "outline" })}>
            {t("toBilling")}
          </Link>
        </div>
      </Notice>
      <IntervalSwitch plans={plans} chosen={plan.price?.interval ?? interval} />
      <PlanCards plans={plans} own={plan.price?.plan ?? null} choices={choices} />
    </div>
  );
}

function NextCredits({ plan: { nextCredits }, now }: { plan: RunningPlan; now: Date }) {
  const t = useTranslations("plans");
  const locale = useLocale();
  const reader = useReader();
  if (nextCredits === null) return t("nothingNext");
  const { at, amount } = nextCredits;
  return t.rich("nextCredits", {
    amount: formatCredits(amount, locale),
    credits: amount,
    date: formatInstant(at, now, reader),
    bdi,
    strong: (words) => <strong className="font-bold text-ink">{words}</strong>,
  });
}
