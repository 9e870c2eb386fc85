import "server-only";
import type { Db } from "#db/client.ts";
import { bringPaymentUpToDate } from "#lib/billing/payments/bring-payment-up-to-date.ts";
import { readCheckout } from "#lib/billing/stripe/checkout-sessions.ts";
import { type Bought, controlStripe } from "./buy-at-stripe.ts";
import type { DemoReturn } from "./person.ts";

/**
 * Refunds and disputes packs of a demo user at the fake Stripe, now, and takes their credits back as the app does. The app
 * emails them when the events arrive.
 * @throws StripeUnavailable
 */
export async function returnMoney(db: Db, { packs }: Bought, returns: readonly DemoReturn[]): Promise<void> {
  for (const one of returns) {
    const session = packs[one.pack]?.checkoutSession ?? null;
    const intent = session === null ? null : (await readCheckout(session)).payment;
    if (intent === null) throw new Error(`A demo user bought no pack ${one.pack} whose money could be returned`);
    if ("dispute" in one) await controlStripe({ dispute: { intent, status: one.dispute } });
    else await controlStripe({ refund: { intent, amount: one.refundedCents, status: "succeeded" } });
    await bringPaymentUpToDate(db, intent);
  }
}
