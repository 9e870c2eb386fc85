import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Db } from "#db/client.ts";
import { setCleared } from "#db/queries/orders/payments.ts";
import { packs } from "#db/schema/catalogue.ts";
import { orders } from "#db/schema/orders.ts";
import { bringInvoiceUpToDate } from "#lib/billing/payments/bring-invoice-up-to-date.ts";
import { bringPaymentUpToDate } from "#lib/billing/payments/bring-payment-up-to-date.ts";
import { bringPlanUpToDate } from "#lib/billing/plans/bring-plan-up-to-date.ts";
import type { Standing } from "#lib/billing/stripe/payments.ts";
import type { StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { addMonths } from "#lib/credits/plans/months.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { keyOf, spendOf } from "./accounts.ts";
import { lineOf, type Plans } from "./plans.ts";

const of = fc.nat({ max: 5 });
const percent = fc.constantFrom(1, 20, 33, 60, 100);

/** What can happen to a person's credits, and to the money for them. `of` chooses a payment or a hold. */
const use = fc.oneof(
  fc.record({ type: fc.constant("spend" as const), amount: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ type: fc.constant("hold" as const), amount: fc.integer({ min: 1, max: 900 }) }),
);
const purchase = fc.oneof(
  fc.record({ type: fc.constant("pack" as const), pack: fc.constantFrom<Pack>("100", "500", "month") }),
  fc.record({
    type: fc.constant("bill" as const),
    price: fc.constantFrom<Price>("price_pro", "price_max", "price_pro_year"),
    seats: fc.integer({ min: 1, max: 3 }),
    percentOff: fc.constantFrom(0, 0, 30, 100),
    percentNoted: fc.constantFrom(0, 0, 25),
  }),
);
const wait = fc.record({ type: fc.constant("wait" as const), days: fc.integer({ min: 1, max: 45 }) });
const end = fc.record({ type: fc.constant("end" as const), of, percent: fc.constantFrom(0, 40, 100) });
const fact = fc.oneof(
  fc.record({ type: fc.constant("refund" as const), of, percent }),
  fc.record({ type: fc.constant("settle" as const), of, fails: fc.boolean() }),
  fc.record({
    type: fc.constant("dispute" as const),
    of,
    state: fc.constantFrom<Standing>("inquiry", "open", "lost", "none"),
    percent,
  }),
  fc.record({ type: fc.constant("warn" as const), of }),
);

/** A step of a life. */
export type Step =
  | { type: "spend" | "hold"; amount: number }
  | { type: "pack"; pack: Pack }
  | ({ type: "bill" } & Bill)
  | { type: "wait"; days: number }
  | { type: "end"; of: number; percent: number }
  | { type: "refund"; of: number; percent: number }
  | { type: "settle"; of: number; fails: boolean }
  | { type: "dispute"; of: number; state: Standing; percent: number }
  | { type: "warn"; of: number };

/** Lives whose credits are all bought and used before the first money goes back; holds end in between. */
export const usedBefore: fc.Arbitrary<Step[]> = fc
  .tuple(
    purchase,
    fc.array(fc.oneof(purchase, use, use, wait), { maxLength: 7 }),
    fc.array(fc.oneof(fact, fact, end), { maxLength: 9 }),
  )
  .map(([first, before, after]) => [first, ...before, ...after]);

/** Lives in which everything happens in any order, but no time passes. */
export const mixed: fc.Arbitrary<Step[]> = fc
  .tuple(purchase, fc.array(fc.oneof(purchase, use, end, fact, fact), { maxLength: 14 }))
  .map(([first, rest]) => [first, ...rest]);

const sold = {
  "100": { credits: 100, amountCents: 499, validDays: null },
  "500": { credits: 500, amountCents: 1_999, validDays: null },
  month: { credits: 50, amountCents: 299, validDays: 30 },
} as const;
type Pack = keyof typeof sold;
const prices = { price_pro: 999, price_max: 1_999, price_pro_year: 9_588 } as const;
type Price = keyof typeof prices;

/** An invoice: its price and seats, a coupon, and a credit note from before its payment. */
interface Bill {
  price: Price;
  seats: number;
  percentOff: number;
  percentNoted: number;
}

/** The packs that lives buy. */
export async function sellPacks(db: Db): Promise<void> {
  for (const [slug, pack] of Object.entries(sold))
    await db.insert(packs).values({ slug, from: new Date(0), currency: "usd", ...pack });
}

interface Payment {
  paid: number;
  refunds: { cents: number; failed: boolean }[];
  disputed: number;
  dispute: Standing;
  warned: boolean;
  /** Tells Stripe of what happened. */
  tell: () => void;
  /** What an event about it does. */
  bring: () => Promise<unknown>;
  row: string;
}

/** A person at the Stripe of `plans`, who lives steps; what they change at Stripe waits for its event. */
export async function beginPaymentLife(db: Db, plans: Plans) {
  const { account, customer } = await plans.newPayer();
  const payments: Payment[] = [];
  const holds: { number: number; amount: number }[] = [];
  let subscription: StripeSubscription | null = null;
  const { paymentReads } = plans;

  async function buy(pack: Pack, now: Date): Promise<Payment> {
    const { credits, amountCents, validDays } = sold[pack];
    const [id, intent] = [randomUUID(), `pi_${randomUUID()}`];
    const key = keyOf("web", id, { pack });
    const about = { id, userId: account, keyScope: "web", idempotencyKey: key.key, fingerprint: key.fingerprint, pack };
    const when = { createdAt: now, updatedAt: now };
    await db.insert(orders).values({ ...about, credits, amountCents, currency: "usd", validDays, ...when });
    const bring = () => bringPaymentUpToDate(db, intent, paymentReads);
    return add(amountCents, { row: intent, bring }, (one) =>
      plans.payments.set(intent, {
        ...stateOf(one),
        id: intent,
        order: id,
        customer: null,
        currency: "usd",
        paidCents: one.paid,
      }),
    );
  }

  async function bill({ price, seats, percentOff, percentNoted }: Bill, now: Date): Promise<Payment> {
    const end = addMonths(now, price === "price_pro_year" ? 12 : 1);
    const period = { periodStart: now, periodEnd: end, anchor: now, price };
    if (subscription === null) subscription = plans.subscribe(customer, { startedAt: now, ...period });
    else plans.objects.subscriptions.set(subscription.id, { ...subscription, ...period });
    const { id: own } = subscription;
    const line = lineOf(now, end, { price, quantity: seats, amountCents: prices[price] * seats });
    const totalCents = Math.round((line.amountCents * (100 - percentOff)) / 100);
    const { id } = plans.bill({ ...subscription, ...period }, [line], { createdAt: now, totalCents });
    const paidCents = totalCents - Math.floor((totalCents * percentNoted) / 100);
    const bring = async () => {
      await bringPlanUpToDate(db, own, plans.reads);
      await bringInvoiceUpToDate(db, id, paymentReads);
    };
    return add(paidCents, { row: id, bring }, (one) => plans.setMoney(id, { paidCents, ...stateOf(one) }));
  }

  function add(paid: number, known: Pick<Payment, "row" | "bring">, tell: (payment: Payment) => void): Payment {
    const nothing = { refunds: [], disputed: 0, dispute: "none" as const, warned: false };
    const made: Payment = { paid, ...nothing, ...known, tell: () => tell(made) };
    payments.push(made);
    made.tell();
    return made;
  }

  async function carryOut(step: Step, now: Date): Promise<Payment | null> {
    if (step.type === "pack") return await buy(step.pack, now);
    if (step.type === "bill") return await bill(step, now);
    if (step.type === "spend") await commitOne(db, spendOf(account, step.amount));
    if (step.type === "hold") {
      const outcome = await commitOne(db, { ...spendOf(account, step.amount), type: "hold", expiresInSeconds: 80_000 });
      if (outcome.status === "done") holds.push({ number: holds.length + 1, amount: step.amount });
    }
    if (step.type === "end") await endHold(step);
    return "of" in step && step.type !== "end" ? change(step) : null;
  }

  async function endHold({ of, percent }: { of: number; percent: number }): Promise<void> {
    const hold = holds[of % Math.max(1, holds.length)];
    if (hold === undefined) return;
    const about = {
      account,
      hold: hold.number,
      request: keyOf("web", randomUUID(), {}),
      actor: "web",
      platform: "web",
    };
    const amount = Math.floor((hold.amount * percent) / 100);
    if (amount === 0) await commitOne(db, { ...about, type: "release", cause: "failed" });
    else await commitOne(db, { ...about, type: "capture", amount, final: true });
  }

  function change(step: Extract<Step, { of: number }>): Payment | null {
    const payment = payments[step.of % Math.max(1, payments.length)];
    if (payment === undefined) return null;
    if (step.type === "refund") {
      const left = payment.paid - sum(payment.refunds.filter(({ failed }) => !failed));
      const cents = Math.min(left, Math.ceil((payment.paid * step.percent) / 100));
      if (cents > 0) payment.refunds.push({ cents, failed: false });
    }
    if (step.type === "settle") {
      const last = payment.refunds.at(-1);
      if (last !== undefined && step.fails) last.failed = true;
    }
    if (step.type === "dispute") {
      payment.dispute = step.state;
      const counts = step.state === "open" || step.state === "lost";
      payment.disputed = counts ? Math.ceil((payment.paid * step.percent) / 100) : 0;
    }
    if (step.type === "warn") payment.warned = true;
    payment.tell();
    return payment;
  }

  return {
    account,
    payments,
    carryOut,
    available: async () => (await readBalance(db, account))?.available ?? 0,
    /** Every payment stays with us: refunds fail, disputes are won. */
    keepMoney() {
      for (const payment of payments) {
        for (const refund of payment.refunds) refund.failed = true;
        Object.assign(payment, { disputed: 0, dispute: "none" });
        payment.tell();
      }
    },
    /** Reads every payment again, as reconciliation does. */
    async reconcile() {
      for (const payment of payments.toReversed()) await payment.bring();
    },
    /** Operators find every payment sound that a bank warned of. */
    async clear() {
      const decided = { actor: "operator:test", reason: "It is sound" };
      for (const { row } of payments) await db.transaction((tx) => setCleared(tx, row, decided));
    },
  };
}

function stateOf({ refunds, disputed, dispute, warned }: Payment) {
  const returnedCents = sum(refunds.filter(({ failed }) => !failed));
  return { returnedCents, disputedCents: disputed, dispute, warned };
}

function sum(refunds: readonly { cents: number }[]): number {
  return refunds.reduce((total, { cents }) => total + cents, 0);
}
