import { randomUUID } from "node:crypto";
import type { Db } from "#db/client.ts";
import { createAccount } from "#db/queries/credits/accounts.ts";
import { planPrices, plans, stripePrices } from "#db/schema/catalogue.ts";
import { users } from "#db/schema/people.ts";
import { stripeCustomers } from "#db/schema/subscriptions.ts";
import type { PaymentReads } from "#lib/billing/payments/bring-invoice-up-to-date.ts";
import type { PlanReads } from "#lib/billing/plans/bring-plan-up-to-date.ts";
import type { InvoiceMoney } from "#lib/billing/stripe/invoice-money.ts";
import type { InvoiceLine, StripeInvoice } from "#lib/billing/stripe/invoices.ts";
import type { StripePayment } from "#lib/billing/stripe/payments.ts";
import type { StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { addMonths } from "#lib/credits/plans/months.ts";

/** A Stripe whose objects a test makes itself, and the plans that it sells. */
export type Plans = Awaited<ReturnType<typeof openPlans>>;

/** Two plans, Pro (1,200 a month, a trial with 20) and Max (3,000 a month), and a Stripe whose objects a test makes itself. */
export async function openPlans(db: Db) {
  const objects = { subscriptions: new Map<string, StripeSubscription>(), invoices: new Map<string, StripeInvoice>() };
  const lines = new Map<string, InvoiceLine[]>();
  const reads: PlanReads = {
    findSubscription: async (id) => objects.subscriptions.get(id) ?? null,
    listPaidInvoices: async (subscription) =>
      [...objects.invoices.values()].filter((invoice) => invoice.paid && invoice.subscription === subscription),
    listInvoiceLines: async (invoice) => lines.get(invoice) ?? [],
  };
  const money = new Map<string, Partial<InvoiceMoney>>();
  const payments = new Map<string, StripePayment>();
  const paymentReads: PaymentReads = {
    plans: reads,
    findPayment: async (id) => payments.get(id) ?? null,
    listInvoicesPaidBy: async () => [],
    findInvoiceMoney: async (id) => {
      const invoice = objects.invoices.get(id);
      if (invoice === undefined) return null;
      const nothing = { returnedCents: 0, disputedCents: 0, dispute: "none" as const, warned: false };
      return { ...invoice, paidCents: Math.max(0, invoice.totalCents), ...nothing, ...money.get(id) };
    },
  };
  await addPrices(db);
  return {
    reads,
    paymentReads,
    objects,
    /** The payments of orders at Stripe, by their id. */
    payments,
    /** Says what became of the money of an invoice. */
    setMoney(invoice: string, changes: Partial<InvoiceMoney>): void {
      money.set(invoice, { ...money.get(invoice), ...changes });
    },
    /** Creates a person with an account and a Stripe customer. */
    async newPayer() {
      const account = randomUUID();
      const customer = `cus_${account}`;
      await db.insert(users).values({ id: account, email: `${account}@example.com` });
      await db.transaction((tx) => createAccount(tx, account));
      await db.insert(stripeCustomers).values({ userId: account, livemode: false, id: customer });
      return { account, customer };
    },
    /** Begins a subscription of a customer at Stripe. */
    subscribe(customer: string, changes: Partial<StripeSubscription> = {}): StripeSubscription {
      const start = changes.startedAt ?? new Date();
      const subscription: StripeSubscription = {
        ...{ id: `sub_${randomUUID()}`, customer, livemode: false, status: "active", price: "price_pro", quantity: 1 },
        ...{ periodStart: start, periodEnd: addMonths(start, 1), anchor: start, startedAt: start },
        ...{ trialEnd: null, cancelAt: null, endsWithPeriod: false, endedAt: null, card: `card_${customer}` },
        ...{ item: "si_1", isDebit: false, method: null, schedule: null, pending: null, openInvoice: null },
        ...changes,
      };
      objects.subscriptions.set(subscription.id, subscription);
      return subscription;
    },
    /** Makes a paid invoice of a subscription. */
    bill(subscription: StripeSubscription, all: InvoiceLine[], changes: Partial<StripeInvoice> = {}): StripeInvoice {
      const { id, customer, livemode } = subscription;
      const now = new Date();
      const about = { customer, livemode, subscription: id, currency: "usd", paid: true, createdAt: now, paidAt: now };
      const totalCents = all.reduce((sum, line) => sum + line.amountCents, 0);
      const invoice = { id: `in_${randomUUID()}`, totalCents, renews: false, ...about, ...changes };
      objects.invoices.set(invoice.id, invoice);
      lines.set(invoice.id, all);
      return invoice;
    },
  };
}

/** A line of an invoice: a whole period of Pro, unless changed. */
export function lineOf(start: Date, end: Date, changes: Partial<InvoiceLine> = {}): InvoiceLine {
  const about = { proration: false, givesBack: false, ofSubscription: true };
  return { price: "price_pro", quantity: 1, start, end, amountCents: 999, ...about, ...changes };
}

async function addPrices(db: Db): Promise<void> {
  const from = new Date(0);
  await db.insert(plans).values([
    { slug: "pro", name: "Pro", description: "For one person.", position: 1 },
    { slug: "max", name: "Max", description: "For one person, more.", position: 2 },
  ]);
  const about = { currency: "usd", from };
  const sold = [
    { stripe: "price_pro", plan: "pro", interval: "month", amountCents: 999, creditsPerMonth: 1_200 },
    { stripe: "price_pro_year", plan: "pro", interval: "year", amountCents: 9_588, creditsPerMonth: 1_200 },
    { stripe: "price_max", plan: "max", interval: "month", amountCents: 1_999, creditsPerMonth: 3_000 },
  ] as const;
  for (const { stripe, ...price } of sold) {
    const id = randomUUID();
    const trial = price.plan === "pro" ? { trialDays: 7, trialCredits: 20 } : {};
    await db.insert(planPrices).values({ id, ...about, ...price, ...trial, lookupKey: stripe });
    await db.insert(stripePrices).values({ id: stripe, livemode: false, planPrice: id });
  }
}
