import { beforeEach, expect, test, vi } from "vitest";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { readReturnedBatches } from "#lib/ledger/read/returned-batches.ts";
import { spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { openShop } from "#testing/shop.ts";
import { bringPaymentUpToDate } from "./bring-payment-up-to-date.ts";
import { emailAboutPayment } from "./email-about-payment.ts";
import { listReturns } from "./list-returns.ts";

const { db, owner } = await testDatabase();
const shop = await openShop(db);

beforeEach(shop.deliverAtOnce);

test("a payer is told once of a refund, with what became of the credits and what is to repay", async () => {
  const { buyer, order, intent } = await bought();
  await commitOne(db, spendOf(buyer, 40));
  await shop.control({ refund: { intent, amount: 299, status: "succeeded" } });
  await expect.poll(() => subjectsTo(buyer)).toEqual(["Your payment for 100 credits was refunded"]);
  await Promise.all([1, 2, 3].map(() => bringPaymentUpToDate(db, intent)));
  await Promise.all([1, 2, 3].map(() => emailAboutPayment(db, intent)));
  const [email] = await emailsTo(buyer);
  expect(email?.text).toContain("we refunded $2.99 of the $4.99 that you paid for 100 credits.");
  expect(email?.text).toContain("60 of 100 credits taken back, 40 were already used.");
  expect(email?.text).toMatch(/\/profile\/billing\n.*\/profile\/credits\/batches\/1\n/s);
  expect(email?.text).not.toContain("repays");

  await shop.control({ refund: { intent, status: "succeeded" } });
  await expect.poll(() => subjectsTo(buyer)).toHaveLength(2);
  const [, all] = await emailsTo(buyer);
  expect(all?.text).toContain("we refunded the $4.99 that you paid for 100 credits.");
  expect(all?.text).toContain("already used · 40 to repay.\n\nYour next purchase or plan payment repays");
  expect(await listReturns(db, buyer)).toMatchObject([
    { orderId: order, paidCents: 499, returnedCents: 499, isGivenBack: false, batches: [{ number: 1, line: 4 }] },
  ]);
});

test("a payer is told of a dispute with whom to write to, and that its credits were given back when it is won", async () => {
  const { buyer, intent } = await bought();
  await shop.control({ dispute: { intent, status: "warning_needs_response" } });
  await shop.control({ dispute: { intent, status: "needs_response" } });
  await expect.poll(() => subjectsTo(buyer)).toEqual(["Your payment for 100 credits is disputed"]);
  expect((await emailsTo(buyer))[0]?.text).toMatch(/payment of \$4\.99 .* can't buy credits .* write to us: /s);
  expect(await listReturns(db, buyer)).toMatchObject([
    { dispute: "open", isGivenBack: false, credits: { taken: 100 } },
  ]);

  await shop.control({ dispute: { intent, status: "won" } });
  await expect.poll(() => subjectsTo(buyer)).toHaveLength(2);
  const [, back] = await emailsTo(buyer);
  expect(back?.subject).toBe("Your payment for 100 credits: credits given back");
  expect(back?.text).toContain("the dispute of your payment of $4.99 for 100 credits has ended");
  expect(await listReturns(db, buyer)).toMatchObject([{ dispute: "none", isGivenBack: true }]);
});

test("while a payment is under review, its credits wait: nothing is said to be taken, and no email is sent", async () => {
  const { buyer, intent } = await bought();
  await shop.control({ warn: { intent } });
  await expect.poll(async () => (await shop.balance(buyer)).available, { timeout: 20_000 }).toBe(0);
  const reviewed = { reviewedSince: expect.any(Date), isGivenBack: false, credits: null, batches: [{ number: 1 }] };
  expect(await listReturns(db, buyer)).toMatchObject([reviewed]);
  expect(await readReturnedBatches(db, buyer, [1])).toMatchObject([{ isReviewed: true, credits: { taken: 100 } }]);
  expect(await subjectsTo(buyer)).toEqual([]);
});

test("an email that could not be sent is sent with the next reading", async () => {
  const { buyer, intent } = await bought();
  await owner`alter table demo_letters rename to demo_letters_away`;
  await shop.control({ refund: { intent, amount: 100, status: "succeeded" } });
  await vi.waitFor(async () => expect(await listReturns(db, buyer)).toMatchObject([{ returnedCents: 100 }]));
  await emailAboutPayment(db, intent);
  await owner`alter table demo_letters_away rename to demo_letters`;
  expect(await subjectsTo(buyer)).toEqual([]);
  const next = async () => {
    await emailAboutPayment(db, intent);
    return await subjectsTo(buyer);
  };
  await expect.poll(next).toEqual(["Your payment for 100 credits was refunded"]);
});

async function bought() {
  const buyer = await shop.newBuyer();
  const { order, intent } = await shop.bought(buyer);
  await vi.waitFor(async () => expect((await shop.order(order))?.status).toBe("paid"), { timeout: 20_000 });
  return { buyer, order, intent };
}

/** Emails about payments, oldest first; that of the purchase itself is left out. */
async function emailsTo(account: string): Promise<{ subject: string; text: string }[]> {
  const emails: { subject: string; text: string }[] =
    await owner`select subject, text from demo_letters where "to" = ${`${account}@example.com`} order by at`;
  return emails.filter(({ subject }) => !subject.endsWith("credits added"));
}

async function subjectsTo(account: string): Promise<string[]> {
  return (await emailsTo(account)).map(({ subject }) => subject);
}
