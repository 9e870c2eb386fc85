import { beforeAll, expect, test } from "vitest";
import { bringInvoiceUpToDate } from "#lib/billing/payments/bring-invoice-up-to-date.ts";
import { addMonths } from "#lib/credits/plans/months.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { liftProtection } from "#testing/lift-protection.ts";
import { lineOf, openPlans } from "#testing/plans.ts";
import { verify } from "./verify.ts";

const { db, owner } = await testDatabase();
const tables = ["payments", "plan_months", "credit_batches", "credit_accounts"];

beforeAll(async () => {
  const plans = await openPlans(db);
  const { customer } = await plans.newPayer();
  const subscription = plans.subscribe(customer, { price: "price_pro_year" });
  const end = addMonths(subscription.periodStart, 12);
  const line = lineOf(subscription.periodStart, end, { price: "price_pro_year", amountCents: 9_588 });
  const { id } = plans.bill(subscription, [line]);
  plans.setMoney(id, { returnedCents: 400, disputedCents: 9_000, dispute: "open" });
  await bringInvoiceUpToDate(db, id, plans.paymentReads);
  await expectInvariants(db);
  await liftProtection(owner);
  // An email about the payment must not keep it from being deleted and added again.
  await owner`alter table payment_emails drop constraint payment_emails_payment_id_payments_id_fk`;
  for (const table of tables) await owner`create table ${owner(`kept_${table}`)} as table ${owner(table)}`;
});

test.each([
  ["is to lose 1200 of 1200", "update plan_months set returned = 0 where done_at is null"],
  ["is to lose 918 of 1200", "update plan_months set returned = 1200 where done_at is not null"],
  ["is to lose", "update payments set returned_cents = 0"],
  ["is to lose", "update payments set disputed_cents = 8000"],
  ["is to lose 0 of 1200", "update payments set paid_cents = 0"],
  ["no money was returned", "delete from payments"],
  ["but batch 1 says 917", "update credit_batches set target = target - 1"],
  [
    "buys nothing because of payment none",
    "update credit_accounts set buying_frozen_at = null, buying_frozen_by = null",
  ],
  ["but it is payment none", "update payments set dispute = 'inquiry'"],
  ["but it is payment none", "update payments set unfrozen_at = now(), unfrozen_by = 'x', unfrozen_reason = 'x'"],
])("invariant 8 reports %s after: %s", async (says, statement) => {
  try {
    await owner.unsafe(statement);
    const finding = (await verify(db)).find(({ invariant }) => invariant === 8);
    expect(finding?.breach).toContain(says);
  } finally {
    for (const table of tables)
      await owner.unsafe(`delete from ${table}; insert into ${table} select * from kept_${table}`);
  }
});
