import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { type PlanPriceRow, readStripePrice } from "#db/queries/catalogue/plans.ts";
import type { OrderRow } from "#db/queries/orders/orders.ts";
import type { PlanOrderRow } from "#db/queries/plans/plan-orders.ts";
import type { PaidInvoice } from "#lib/billing/plans/record-invoice.ts";
import { createCheckout, createSubscriptionCheckout } from "#lib/billing/stripe/checkout-sessions.ts";
import { createCustomer } from "#lib/billing/stripe/customers.ts";
import { listInvoiceLines, listPaidInvoices } from "#lib/billing/stripe/invoices.ts";
import { findSubscription, type StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { settings } from "#lib/config/settings.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import type { DemoPerson } from "./person.ts";
import { readSales, type Sales } from "./purchases.ts";

/** What a demo user bought, paid at the fake Stripe, with the rows that our database needs of it. */
export interface Bought {
  packs: Omit<OrderRow, "grantVersion">[];
  plan: BoughtPlan | null;
}

/** A subscription as Stripe has it, with all its paid invoices. */
export interface BoughtPlan {
  order: PlanOrderRow;
  subscription: StripeSubscription;
  invoices: PaidInvoice[];
}

/**
 * Buys at the fake Stripe what a demo user is said to have bought, through the payment pages that people use, and lets their
 * subscription run until now.
 * @throws StripeUnavailable, and when the catalogue was not brought to Stripe.
 */
export async function buyAtStripe(db: Db, person: DemoPerson, now: Date): Promise<Bought> {
  const sales = await readSales(db, person.purchases(now));
  const packs: Bought["packs"] = [];
  for (const sale of sales.packs) packs.push(await buyPack(person, sale));
  return { packs, plan: sales.plan && (await buyPlan(db, person, sales.plan)) };
}

/** Empties the fake Stripe: what it remembers is of a database that is gone. */
export async function forgetAtStripe(): Promise<void> {
  await controlStripe({ forget: true });
}

async function buyPack(person: DemoPerson, { pack, at }: Sales["packs"][number]): Promise<Bought["packs"][number]> {
  const order = orderOf(person, at, `pack ${at.toISOString()}`);
  const { slug, credits, amountCents, currency, validDays } = pack;
  const page = `${settings().appUrl}/profile/credits/store/orders/${order.id}`;
  const checkout = await createCheckout({
    ...{ order: order.id, title: `${credits} credits`, amountCents, currency, email: person.email },
    ...{ expiresAt: hourAhead(), successUrl: page, cancelUrl: page },
  });
  await payAt(checkout.id, at);
  return { ...order, ...closed(checkout), pack: slug, credits, amountCents, currency, validDays };
}

async function buyPlan(
  db: Db,
  person: DemoPerson,
  { price, trialDays, at }: { price: PlanPriceRow; trialDays: number; at: Date },
): Promise<BoughtPlan> {
  const order = orderOf(person, at, `plan ${at.toISOString()}`);
  const stripePrice = await readStripePrice(db, { planPrice: price.id, livemode: false });
  if (stripePrice === null) throw new Error(`Stripe does not have the price ${price.lookupKey}`);
  const page = `${settings().appUrl}/profile/credits/store/plans/orders/${order.id}`;
  const checkout = await createSubscriptionCheckout({
    order: order.id,
    customer: await createCustomer({ account: person.id, email: person.email }),
    ...{ price: stripePrice, trialDays, expiresAt: hourAhead(), successUrl: page, cancelUrl: page },
  });
  const id = await payAt(checkout.id, at);
  const subscription = id === null ? null : await findSubscription(id);
  if (subscription === null) throw new Error(`The fake Stripe began no subscription for ${person.name}`);
  const invoices = await Promise.all(
    (await listPaidInvoices(subscription.id)).map(async (invoice) => {
      return { invoice, lines: await listInvoiceLines(invoice.id), subscription, account: person.id };
    }),
  );
  return {
    order: { ...order, ...closed(checkout), planPrice: price.id, subscriptionId: subscription.id },
    ...{ subscription, invoices },
  };
}

function orderOf({ id: userId }: DemoPerson, at: Date, what: string) {
  const { scope, key, fingerprint } = requestKey("web", `demo ${what}`, { method: "POST", path: "/demo", body: what });
  const key16 = { keyScope: scope, idempotencyKey: key, fingerprint };
  return { id: randomUUID(), userId, ...key16, status: "paid" as const, returnTo: null, createdAt: at, updatedAt: at };
}

function closed({ id, url, expiresAt }: { id: string; url: string | null; expiresAt: Date }) {
  return { checkoutSession: id, checkoutUrl: url, checkoutExpiresAt: expiresAt };
}

function hourAhead(): Date {
  return new Date(Date.now() + 3_600_000);
}

/** Pays a page in the past; returns the subscription that this began, if it sold one. */
async function payAt(session: string, at: Date): Promise<string | null> {
  const { sessions } = await controlStripe({ payInThePast: { session, at: at.getTime() / 1000 } });
  return sessions[session]?.subscription ?? null;
}

const controlled = z.object({ sessions: z.record(z.string(), z.object({ subscription: z.string().nullable() })) });

/** Asks the fake Stripe for something that only a seller, a bank or time does. */
export async function controlStripe(orders: object): Promise<z.infer<typeof controlled>> {
  const url = new URL("/control", settings().stripe.apiBase);
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(orders) });
  if (!answer.ok) throw new Error(`The fake Stripe refused ${JSON.stringify(orders)}: ${await answer.text()}`);
  return controlled.parse(await answer.json());
}
