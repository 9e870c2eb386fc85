import { expect, test, vi } from "vitest";
import { readReferralRow } from "#db/queries/campaigns/referrals.ts";
import { bringPaymentUpToDate } from "#lib/billing/payments/bring-payment-up-to-date.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { keyOf, spendOf } from "#testing/accounts.ts";
import { newPerson } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { joinBy, openReferral, passDays } from "#testing/referrals.ts";
import { openShop } from "#testing/shop.ts";
import { evaluateReferrals } from "./evaluate-referrals.ts";
import { followReturn } from "./follow-return.ts";

const { db } = await testDatabase();
const shop = await openShop(db);
await openReferral(db);

/** A friend who bought a pack of 100, and who invited them; after the holding time both have their credits. */
async function bought({ rewarded }: { rewarded: boolean }) {
  const referrer = await newPerson(db);
  const friend = await joinBy(db, [referrer]);
  const { order, intent } = await shop.bought(friend);
  await until(async () => expect(await balanceOf(friend)).toMatchObject({ activity: 30, purchased: 100 }));
  if (rewarded) {
    await passDays(db, friend, 14);
    await evaluateReferrals(db);
    expect(await balanceOf(referrer)).toMatchObject({ activity: 40 });
  }
  return { referrer, friend, order, intent };
}

async function balanceOf(account: string) {
  const balance = await readBalance(db, account);
  return { ...balance?.byKind, held: balance?.held, debt: balance?.debt ?? 0 };
}

async function until(check: () => Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 20_000, interval: 50 });
}

test("a refund of the first purchase takes back what both sides have left, nothing of it is owed, and repeating it changes nothing", async () => {
  const { referrer, friend, order, intent } = await bought({ rewarded: true });
  await commitOne(db, spendOf(friend, 20));
  await commitOne(db, spendOf(referrer, 40));
  await shop.control({ refund: { intent, amount: 100, status: "succeeded" } });
  await until(async () => expect((await readReferralRow(db, friend))?.returnedAt).not.toBeNull());
  await Promise.all(
    Array.from({ length: 5 }, (_, time) =>
      time % 2 === 0 ? bringPaymentUpToDate(db, intent) : followReturn(db, { friend, purchase: order }),
    ),
  );
  expect(await balanceOf(friend)).toMatchObject({ activity: 0, purchased: 79, debt: 0 });
  expect(await balanceOf(referrer)).toMatchObject({ activity: 0, debt: 0 });
  const { transactions } = await readHistory(db, friend, {}, 100);
  expect(
    transactions
      .filter(({ type }) => type === "revoke")
      .map(({ amount }) => amount)
      .sort(),
  ).toEqual([-10, -21]);
  await expectInvariants(db);
});

test("a dispute before the holding time is over keeps the referrer's credits back; won, both sides have theirs again", async () => {
  const { referrer, friend, intent } = await bought({ rewarded: false });
  await shop.control({ dispute: { intent, status: "needs_response" } });
  await until(async () => expect(await balanceOf(friend)).toMatchObject({ activity: 0, purchased: 0 }));
  await passDays(db, friend, 14);
  await evaluateReferrals(db);
  expect(await balanceOf(referrer)).toMatchObject({ activity: 0 });
  await shop.control({ dispute: { intent, status: "won" } });
  await until(async () => expect(await balanceOf(friend)).toMatchObject({ activity: 30, purchased: 100 }));
  await evaluateReferrals(db);
  expect(await balanceOf(referrer)).toMatchObject({ activity: 40 });
  await expectInvariants(db);
});

test("credits that are on hold when the purchase is returned are taken when they come back, and what the job used stays used", async () => {
  const { friend, intent } = await bought({ rewarded: false });
  const envelope = { account: friend, actor: "test", platform: null };
  const use = { feature: "ai-image", units: 1, reference: null, quote: null, clientVersion: null };
  const hold = { type: "hold" as const, ...envelope, ...use, cost: 25, expiresInSeconds: 900 };
  await commitOne(db, { ...hold, request: keyOf("web", "hold", {}) });
  await shop.control({ dispute: { intent, status: "needs_response" } });
  await until(async () => expect(await balanceOf(friend)).toMatchObject({ activity: 0, purchased: 0, held: 25 }));
  const end = { ...envelope, hold: 1, request: keyOf("jobs", "end", {}) };
  await commitOne(db, { type: "capture", amount: 15, final: true, ...end });
  expect(await balanceOf(friend)).toMatchObject({ activity: 10, debt: 0 });
  await evaluateReferrals(db);
  expect(await balanceOf(friend)).toMatchObject({ activity: 0, debt: 0 });
  await expectInvariants(db);
});

test("a return of a later purchase changes nothing", async () => {
  const { friend, order } = await bought({ rewarded: false });
  const later = await shop.bought(friend);
  await until(async () => expect(await balanceOf(friend)).toMatchObject({ purchased: 200 }));
  await shop.control({ refund: { intent: later.intent, status: "succeeded" } });
  await until(async () => expect(await balanceOf(friend)).toMatchObject({ purchased: 100, activity: 30 }));
  expect(await readReferralRow(db, friend)).toMatchObject({ purchase: order, returnedAt: null });
  await expectInvariants(db);
});
