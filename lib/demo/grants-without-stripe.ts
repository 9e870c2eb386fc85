import type { Step } from "#lib/ledger/commit/commit-history.ts";
import type { DemoPerson } from "./person.ts";
import type { Sales } from "./purchases.ts";
import { addDays, addMonths, type Story, storyOf } from "./story.ts";

/**
 * The grants of what a demo user is said to have bought where there is no fake Stripe to buy it at: the same credits, as a
 * back end grants them, without a subscription or an order.
 */
export function grantsWithoutStripe({ id }: DemoPerson, { plan, packs }: Sales, now: Date): Step[] {
  const { grant } = storyOf(id, "bought");
  const bought = packs.map(({ pack, at }) =>
    grant(at, {
      kind: "purchased",
      amount: pack.credits,
      expiresAt: null,
      source: "demo",
      sourceId: null,
      reason: `${pack.credits}-credit pack`,
    }),
  );
  return [...(plan === null ? [] : planMonths(grant, plan, now)), ...bought];
}

function planMonths(grant: Story["grant"], { price, trialDays, at }: NonNullable<Sales["plan"]>, now: Date): Step[] {
  const month = { kind: "subscription", source: "demo", sourceId: null, reason: "Pro" } as const;
  if (trialDays > 0)
    return [
      grant(at, { ...month, amount: price.trialCredits, expiresAt: addDays(at, trialDays), reason: "Pro, trial" }),
    ];
  const steps: Step[] = [];
  for (let count = 0; addMonths(at, count) <= now; count += 1) {
    const expiresAt = addMonths(at, count + 1);
    steps.push(grant(addMonths(at, count), { ...month, amount: price.creditsPerMonth, expiresAt }));
  }
  return steps;
}
