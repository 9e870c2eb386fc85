import { expect, test } from "vitest";
import { readReferralRow } from "#db/queries/campaigns/referrals.ts";
import { bringInvoiceUpToDate } from "#lib/billing/payments/bring-invoice-up-to-date.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { newPerson } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { lineOf, openPlans } from "#testing/plans.ts";
import { openReferral } from "#testing/referrals.ts";
import { readOwnCode } from "./invitation.ts";
import { joinByReferral } from "./join-by-referral.ts";

const { db, owner } = await testDatabase();
const plans = await openPlans(db);

test("a plan's first invoice above 0 qualifies a friend, one of 0 does not, and its refund takes the credits back until it fails", async () => {
  await openReferral(db);
  const { account, customer } = await plans.newPayer();
  const [user] = await owner`update users set email_verified = now() where id = ${account} returning email`;
  const codes = [await readOwnCode(db, await newPerson(db))];
  await db.transaction((tx) => joinByReferral(tx, { account, address: user?.email, isNew: true, codes }));
  const bring = async (invoice: string, money: { returnedCents?: number } = {}) => {
    plans.setMoney(invoice, money);
    await bringInvoiceUpToDate(db, invoice, plans.paymentReads);
    return (await readBalance(db, account))?.byKind.activity;
  };
  const subscription = plans.subscribe(customer);
  const line = lineOf(subscription.periodStart, subscription.periodEnd);
  expect(await bring(plans.bill(subscription, [line], { totalCents: 0 }).id)).toBe(0);
  const paid = plans.bill(subscription, [line]).id;
  expect(await bring(paid)).toBe(30);
  expect(await readReferralRow(db, account)).toMatchObject({ state: "qualified", purchase: paid });
  expect(await bring(paid, { returnedCents: 100 })).toBe(0);
  expect(await bring(paid, { returnedCents: 0 })).toBe(30);
  await expectInvariants(db);
});
