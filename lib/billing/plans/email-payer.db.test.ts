import { expect, test } from "vitest";
import { readUnsettledEvents } from "#db/queries/orders/stripe-events.ts";
import type { StripeInvoice } from "#lib/billing/stripe/invoices.ts";
import type { StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { addMonths } from "#lib/credits/plans/months.ts";
import { testDatabase } from "#testing/database.ts";
import { lineOf, openPlans } from "#testing/plans.ts";
import { bringPlanUpToDate } from "./bring-plan-up-to-date.ts";

const { db, owner } = await testDatabase();
const { bill, subscribe, newPayer, reads, objects } = await openPlans(db);

test("a payer is told once when a plan starts, a payment fails, it is cancelled and it has ended", async () => {
  const { account, customer } = await newPayer();
  let own = subscribe(customer);
  bill(own, [lineOf(own.periodStart, own.periodEnd)]);
  const next = async (changes: Partial<StripeSubscription>) => {
    own = { ...own, ...changes };
    objects.subscriptions.set(own.id, own);
    await Promise.all([1, 2, 3].map(() => bringPlanUpToDate(db, own.id, reads)));
  };
  await next({});
  await next({ status: "past_due", openInvoice: { id: "in_due", payUrl: "https://invoice.stripe.com/i/due" } });
  await next({ status: "active", openInvoice: null, cancelAt: own.periodEnd });
  await next({ status: "canceled", endedAt: new Date() });
  const subjects = [
    "Your plan Pro has started",
    "Your payment for Pro failed",
    "Your plan Pro is cancelled",
    "Your plan Pro has ended",
  ];
  await expect
    .poll(async () => (await emailsTo(account)).map(({ subject }) => subject).sort())
    .toEqual(subjects.toSorted());
  const failed = (await emailsTo(account)).find(({ subject }) => subject === subjects[1]);
  expect(failed?.text).toContain("\n\nhttps://invoice.stripe.com/i/due");
});

test("a trial is told with its end and price; a plan that began long ago, and one whose price is not ours, are not", async () => {
  const { account, customer } = await newPayer();
  const trialEnd = new Date(Date.now() + 7 * 24 * 3600 * 1000);
  const trial = { status: "trialing", periodEnd: trialEnd, trialEnd } as const;
  const startedAt = addMonths(new Date(), -2);
  for (const changes of [trial, { startedAt }, { price: "price_else" }])
    await bringPlanUpToDate(db, subscribe(customer, changes).id, reads);
  await expect.poll(async () => (await emailsTo(account)).length).toBe(1);
  const [email] = await emailsTo(account);
  expect(email?.text).toMatch(/your free trial of Pro has started\. On .* 1,200 credits a month for \$9\.99 a month\./);
});

test("a trial's end is announced once, and its first payment and each renewal are told with what they brought", async () => {
  const { account, customer } = await newPayer();
  const begun = addMonths(new Date(), -1);
  const trialEnd = new Date(Date.now() + 2 * 24 * 3600 * 1000);
  let own = subscribe(customer, {
    status: "trialing",
    startedAt: begun,
    periodStart: begun,
    periodEnd: trialEnd,
    trialEnd,
  });
  bill(own, [lineOf(begun, trialEnd, { amountCents: 0 })], { createdAt: begun, paidAt: begun });
  const next = async (changes: Partial<StripeSubscription>, paid: Partial<StripeInvoice> | null = null) => {
    own = { ...own, ...changes };
    objects.subscriptions.set(own.id, own);
    if (paid !== null) bill(own, [lineOf(own.periodStart, own.periodEnd)], { renews: true, ...paid });
    await Promise.all([1, 2, 3].map(() => bringPlanUpToDate(db, own.id, reads)));
  };
  await next({});
  await expect
    .poll(async () => await emailsTo(account))
    .toMatchObject([
      {
        subject: expect.stringMatching(/^Your free trial of Pro ends on /),
        text: expect.stringContaining("$9.99 a month"),
      },
    ]);
  // As if the trial had ended today: both renewals were paid just now, the second with a coupon of 100 %.
  const today = new Date(Math.floor(Date.now() / 1000) * 1000);
  const month = { periodStart: today, periodEnd: addMonths(today, 1), anchor: today };
  await next({ status: "active", trialEnd: today, ...month }, { createdAt: today });
  const later = { periodStart: addMonths(today, 1), periodEnd: addMonths(today, 2) };
  await next({ ...later, trialEnd: begun }, { totalCents: 0 });
  await expect.poll(async () => (await emailsTo(account)).length).toBe(3);
  const texts = (await emailsTo(account)).map(({ subject, text }) => `${subject}: ${text}`).join("\n");
  expect(texts).toMatch(
    /trial of Pro has ended: [\s\S]*your plan has started for \$9\.99\. 1,200 credits were added, usable until /,
  );
  expect(texts).toMatch(/Pro has renewed: [\s\S]*has renewed at no charge\. 1,200 credits were added, usable until /);
});

test("a renewal that is old, or whose invoice granted nothing, is no news", async () => {
  const { account, customer } = await newPayer();
  const [begun, renewed] = [addMonths(new Date(), -2), addMonths(new Date(), -1)];
  const own = subscribe(customer, { startedAt: begun, periodStart: renewed });
  const line = lineOf(own.periodStart, own.periodEnd);
  bill(own, [line], { renews: true, createdAt: renewed, paidAt: renewed });
  bill(own, [{ ...line, price: "price_else" }], { renews: true });
  await bringPlanUpToDate(db, own.id, reads);
  const ended = { ...own, status: "canceled", endedAt: new Date() } as const;
  objects.subscriptions.set(own.id, ended);
  await bringPlanUpToDate(db, own.id, reads);
  await expect
    .poll(async () => (await emailsTo(account)).map(({ subject }) => subject))
    .toEqual(["Your plan Pro has ended"]);
});

test("operators are told once of a second subscription that was paid all the same, and both grant", async () => {
  const { account, customer } = await newPayer();
  const [first, second] = [subscribe(customer), subscribe(customer, { price: "price_max" })];
  for (const { id, price, periodStart, periodEnd } of [first, second]) {
    bill(objects.subscriptions.get(id) ?? first, [lineOf(periodStart, periodEnd, { price })]);
    for (let time = 0; time < 2; time += 1) await bringPlanUpToDate(db, id, reads);
  }
  const told = (await readUnsettledEvents(db)).filter(({ unsettledReason }) => unsettledReason?.includes(account));
  expect(told).toMatchObject([{ type: "subscription", unsettledReason: expect.stringContaining("both grant") }]);
});

async function emailsTo(account: string): Promise<{ subject: string; text: string }[]> {
  return await owner`select subject, text from demo_letters where "to" = ${`${account}@example.com`}`;
}
