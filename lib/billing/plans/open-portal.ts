import "server-only";
import type { Db } from "#db/client.ts";
import { readCustomer } from "#db/queries/plans/subscriptions.ts";
import { stripeClient } from "#lib/billing/stripe/client.ts";
import { findPortalConfiguration } from "#lib/billing/stripe/portal-configuration.ts";
import { openPortalSession, type PortalFlow } from "#lib/billing/stripe/portal-sessions.ts";
import { settings } from "#lib/config/settings.ts";
import { findOwn } from "./prepare-change.ts";

/** `not-at-stripe`: the portal was not brought to Stripe yet (`purse catalogue sync`). */
export type OpenedPortal = { status: "opened"; url: string } | { status: "not-found" } | { status: "not-at-stripe" };

/**
 * Opens Stripe's customer portal for a person's own customer: its home, the payment method, or cancelling a subscription of
 * theirs. It leads back to the billing page. `not-found`: they are no customer, or the subscription is not theirs, has ended
 * or is cancelled already. @throws StripeUnavailable
 */
export async function openPortal(
  db: Db,
  { userId, flow }: { userId: string; flow: PortalFlow },
): Promise<OpenedPortal> {
  const { appUrl, stripe } = settings();
  const customer = await readCustomer(db, { userId, livemode: stripe.live });
  if (customer === null) return { status: "not-found" };
  if (flow.type === "cancel") {
    const own = await findOwn(db, { userId, subscription: flow.subscription });
    if (own === null || own.cancelAt !== null) return { status: "not-found" };
  }
  const configuration = await findPortalConfiguration(stripeClient());
  if (configuration === null) return { status: "not-at-stripe" };
  const returnUrl = `${appUrl}/profile/billing`;
  const doneUrl = `${returnUrl}?done=${flow.type}`;
  return {
    status: "opened",
    url: await openPortalSession({ customer, configuration: configuration.id, flow, returnUrl, doneUrl }),
  };
}
