import type { ShownBilling } from "#components/billing/shown-billing.ts";
import type { Billing } from "#lib/billing/plans/read-billing.ts";
import type { Plan } from "#lib/billing/plans/read-plan.ts";

/** The plan and what Stripe says, as the page shows them. */
export function shownBilling({ plan, atStripe, toCome, kept }: Billing): ShownBilling {
  return { plan: plan === null ? null : { ...shownPlan(plan), toCome, kept }, atStripe };
}

/** Whether the plan runs, is paid and renews: then it can be changed. */
export function canChange(plan: Plan | null): plan is Plan {
  if (plan === null || plan.price === null) return false;
  const { status, cancelAt, endedAt } = plan.subscription;
  return (status === "active" || status === "trialing") && cancelAt === null && endedAt === null;
}

function shownPlan(plan: Plan): Omit<NonNullable<ShownBilling["plan"]>, "toCome" | "kept"> {
  const { subscription, price, renewsAs, nextCredits } = plan;
  const { status, periodEnd, cancelAt, endedAt } = subscription;
  return {
    status,
    price,
    becomes: renewsAs !== null && renewsAs.id !== price?.id ? renewsAs : null,
    periodEnd,
    endsAt: endedAt ?? cancelAt,
    isEnding: endedAt !== null || cancelAt !== null,
    isDue: endedAt === null && (status === "past_due" || status === "unpaid" || status === "incomplete"),
    nextCredits,
  };
}
