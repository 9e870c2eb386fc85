import "server-only";
import type { Db } from "#db/client.ts";
import { readSoldPrices } from "#db/queries/catalogue/plans.ts";
import { readPayment } from "#db/queries/orders/payments.ts";
import { readPayerOfInvoice } from "#db/queries/plans/plan-invoices.ts";
import { readAccountOfCustomer, readSubscriptionRow, type SubscriptionRow } from "#db/queries/plans/subscriptions.ts";
import { bringPlanUpToDate } from "#lib/billing/plans/bring-plan-up-to-date.ts";
import { listPaidInvoicesSince, type StripeInvoice } from "#lib/billing/stripe/invoices.ts";
import { listSubscriptionsSince, type StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import type { Difference } from "./difference.ts";

/** Compares the paid invoices of plans that were made since an instant with those that granted credits. */
export async function* compareInvoices(db: Db, since: Date): AsyncGenerator<Difference> {
  for await (const invoice of listPaidInvoicesSince(since)) {
    if (invoice.subscription === null || !(await isOurs(db, invoice.customer))) continue;
    const { id: object, subscription } = invoice;
    if ((await readPayerOfInvoice(db, object)) === null) {
      const repair = () => bringInvoice(db, invoice, subscription);
      yield { kind: "missing", object, says: `is paid for ${subscription}, but granted nothing`, repair };
    } else yield* compareCurrency(db, invoice);
  }
}

async function* compareCurrency(db: Db, { id: object, currency }: StripeInvoice): AsyncGenerator<Difference> {
  const payment = await readPayment(db, object);
  if (payment === null || payment.currency === currency) return;
  yield { kind: "wrong-amount", object, says: `is in ${currency}, but we say ${payment.currency}`, repair: null };
}

async function bringInvoice(db: Db, { id }: StripeInvoice, subscription: string): Promise<string | null> {
  const brought = await bringPlanUpToDate(db, subscription);
  if (brought.status === "not-ours") return brought.reason;
  return brought.unsettled.find(({ invoice }) => invoice === id)?.reason ?? null;
}

/** Compares the subscriptions that began since an instant with our mirrors of them. */
export async function* compareSubscriptions(db: Db, since: Date): AsyncGenerator<Difference> {
  for await (const subscription of listSubscriptionsSince(since)) {
    if (!(await isOurs(db, subscription.customer))) continue;
    const { id: object } = subscription;
    const row = await readSubscriptionRow(db, object);
    const repair = async () => {
      const brought = await bringPlanUpToDate(db, object);
      return brought.status === "not-ours" ? brought.reason : null;
    };
    if (row === null)
      yield { kind: "missing", object, says: `is ${subscription.status}, and we do not have it`, repair };
    else {
      const [theirs, ours] = [await factsOf(db, subscription), factsOfRow(row)];
      const differing = facts.filter((fact) => theirs[fact] !== ours[fact]);
      const says = differing.map((fact) => `${fact} is ${theirs[fact]}, but we say ${ours[fact]}`).join("; ");
      if (differing.length > 0) yield { kind: "wrong-state", object, says, repair };
    }
  }
}

const facts = ["status", "seats", "price", "period end", "cancellation", "end"] as const;
type Facts = Record<(typeof facts)[number], string>;

async function factsOf(db: Db, subscription: StripeSubscription): Promise<Facts> {
  const { livemode, price, status, quantity, periodEnd, cancelAt, endedAt } = subscription;
  const [sold] = price === null ? [] : await readSoldPrices(db, { livemode, ids: [price] });
  return factsOfRow({ status, seats: quantity, planPrice: sold?.price.id ?? null, periodEnd, cancelAt, endedAt });
}

function factsOfRow({
  status,
  seats,
  planPrice,
  periodEnd,
  cancelAt,
  endedAt,
}: Pick<SubscriptionRow, "status" | "seats" | "planPrice" | "periodEnd" | "cancelAt" | "endedAt">): Facts {
  return {
    status,
    seats: String(seats),
    price: planPrice ?? "not ours",
    "period end": periodEnd.toISOString(),
    cancellation: cancelAt?.toISOString() ?? "none",
    end: endedAt?.toISOString() ?? "none",
  };
}

async function isOurs(db: Db, customer: string | null): Promise<boolean> {
  return customer !== null && (await readAccountOfCustomer(db, customer)) !== null;
}
