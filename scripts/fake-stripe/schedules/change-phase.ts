import type { FakeStripe } from "../fake.ts";
import type { StoredSchedule, StoredSubscription } from "../state.ts";
import { applyChange } from "../subscriptions/apply-change.ts";
import { showSubscription } from "../subscriptions/show-subscription.ts";

type Phase = StoredSchedule["phases"][number];

/**
 * Gives a subscription the items of a phase. At the end of a period the renewal that follows bills them; before it they
 * are prorated as any other change.
 */
export function changePhase(fakeStripe: FakeStripe, subscription: StoredSubscription, phase: Phase, now: number) {
  const items = itemsOf(subscription, phase);
  const periodEnd = subscription.items[0]?.periodEnd ?? now;
  if (now < periodEnd) {
    const change = { items, anchorNow: phase.restartsAnchor, proration: phase.proration, now };
    return applyChange(fakeStripe, subscription, change, { behavior: "allow_incomplete" });
  }
  if (phase.restartsAnchor) subscription.anchor = now;
  subscription.items = phase.items.flatMap(({ price, quantity }, at) => {
    const item = subscription.items[at] ?? subscription.items[0];
    return item ? { ...item, price, quantity } : [];
  });
  fakeStripe.emit("customer.subscription.updated", showSubscription(fakeStripe, subscription));
}

function itemsOf(subscription: StoredSubscription, phase: Phase) {
  const kept = phase.items.map(({ price, quantity }, at) => ({ id: subscription.items[at]?.id, price, quantity }));
  const dropped = subscription.items.slice(phase.items.length).map(({ id }) => ({ id, deleted: true }));
  return [...kept, ...dropped];
}
