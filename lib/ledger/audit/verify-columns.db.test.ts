import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "#testing/database.ts";
import { liftProtection } from "#testing/lift-protection.ts";
import { openWholePast } from "#testing/whole-past.ts";
import { verify } from "./verify.ts";

const { db, owner } = await testDatabase();

const tables = [
  "credit_accounts",
  "credit_batches",
  "credit_transactions",
  "credit_entries",
  "credit_holds",
  "grant_sources",
  "orders",
];
const other = `'${randomUUID()}'`;
const minute = "interval '1 minute'";

beforeAll(async () => {
  await openWholePast(db, owner);
  await liftProtection(owner);
  await owner`create schema kept`;
  for (const table of tables) await owner.unsafe(`create table kept.${table} as select * from ${table}`);
});

test("every invariant holds in a history with every kind of line", async () => {
  expect((await verify(db)).flatMap(({ breach }) => breach ?? [])).toEqual([]);
  expect(await owner`select distinct type::text from credit_transactions`).toHaveLength(15);
});

// Each column of each table, with a possible manual change and the place that verify reports.
const changes: Record<string, [column: string, change: string, named: string][]> = {
  credit_accounts: [
    ["id", `id = ${other}`, "account"],
    ["version", "version = version + 1", "account"],
    ["at", `at = at + ${minute}`, "account"],
    ["available_subscription", "available_subscription = available_subscription + 1", "account"],
    ["available_activity", "available_activity = available_activity - 1", "account"],
    ["available_purchased", "available_purchased = available_purchased + 1", "account"],
    ["held", "held = held - 1", "account"],
    ["batches", "batches = batches + 1", "account"],
    ["holds", "holds = holds + 1", "account"],
    ["frozen_at", "frozen_at = null", "account"],
    ["frozen_at", `frozen_at = frozen_at - ${minute}`, "account"],
    ["buying_frozen_at", "buying_frozen_at = now()", "buys nothing"],
    ["buying_frozen_by", "buying_frozen_by = 'pi_1'", "buys nothing"],
    ["debt", "debt = debt + 1", "account"],
    ["plan_due_at", "plan_due_at = now()", "account"],
  ],
  credit_batches: [
    ["account_id", `account_id = ${other} where number = 2`, "batch 2"],
    ["number", "number = 12 where number = 2", "batch 2"],
    ["kind", "kind = 'activity' where number = 3", "account"],
    ["kind", "kind = 'activity' where number = 5", "batch 5"],
    ["granted", "granted = granted + 1 where number = 1", "batch 1"],
    ["remaining", "remaining = remaining + 1 where number = 3", "batch 3"],
    ["remaining", "remaining = null where number = 3", "batch 3"],
    ["held", "held = held + 1 where number = 2", "batch 2"],
    ["forfeited", "forfeited = forfeited + 1 where number = 4", "batch 4"],
    ["target", "target = target + 1 where number = 3", "batch 3"],
    ["target", "target = 0, revoked_by = 24 where number = 2", "batch 2"],
    ["taken_back", "taken_back = taken_back - 1 where number = 3", "batch 3"],
    ["owed", "owed = owed - 1 where number = 9", "batch 9"],
    ["repaid", "repaid = repaid - 1 where number = 3", "batch 3"],
    ["forgiven", "forgiven = forgiven - 1 where number = 3", "batch 3"],
    ["revoked_by", "revoked_by = revoked_by + 2 where number = 3", "batch 3"],
    ["open", "open = not open where number = 2", "batch 2"],
    ["granted_at", `granted_at = granted_at + ${minute} where number = 1`, "batch 1"],
    ["expires_at", "expires_at = null where number = 1", "for batch 1"],
    ["expires_at", "expires_at = null where number = 4", "batch 4"],
    ["expires_at", "expires_at = granted_at where number = 2", "transaction"],
    ["expires_at", `expires_at = expires_at + ${minute} where number = 5`, "batch 5"],
    ["expires_at", `expires_at = granted_at + interval '1 year' where number = 3`, "order"],
    ["source", "source = 'gift' where number = 2", "source"],
    ["source", "source = 'gift' where number = 5", "batch 5"],
    ["source", "source = 'gift' where number = 8", "batch 8"],
    ["source_id", "source_id = null where number = 2", "batch 2"],
    ["source_id", "source_id = 'another' where number = 2", "batch 2"],
    ["returned_from", "returned_from = null where number = 5", "batch 5"],
    ["returned_from", "returned_from = 2 where number = 5", "batch 5"],
    ["label", "label = 'something else' where number = 1", "batch 1"],
    ["label", "label = 'something else' where number = 5", "batch 5"],
  ],
  credit_transactions: [
    ["account_id", `account_id = ${other} where version = 4`, "transaction"],
    ["version", "version = 99 where version = 4", "transaction"],
    ["type", "type = 'hold' where type = 'spend'", "transaction 4"],
    ["type", "type = 'grant' where type = 'refund'", "transaction"],
    ["type", "type = 'unfreeze' where type = 'freeze'", "account"],
    ["amount", "amount = amount + 1 where version = 5", "transaction 5"],
    ["balance_before", "balance_before = balance_before + 1 where version = 5", "transaction 5"],
    ["balance_after", "balance_after = balance_after + 1 where version = 5", "transaction 5"],
    ["at", "at = at + interval '1 day' where version = 4", "transaction 5"],
    ["at", "at = at - interval '1 ms' where type = 'grant' and version = 2", "batch 2"],
    ["key_scope", "key_scope = null where version = 4", "transaction 4"],
    ["key_scope", "key_scope = 'somebody' where version = 4", "transaction 4"],
    ["key_scope", "key_scope = 'mobile' where version = 4", "transaction 4"],
    ["idempotency_key", "idempotency_key = null where version = 4", "transaction 4"],
    ["idempotency_key", "idempotency_key = '\\xab' where version = 4", "transaction 4"],
    ["fingerprint", "fingerprint = null where version = 4", "transaction 4"],
    ["feature", "feature = null where version = 4", "transaction 4"],
    ["feature", "feature = 'ai-image' where type = 'refund'", "transaction"],
    ["feature", "feature = 'ai-script' where type = 'capture'", "transaction"],
    ["units", "units = null where version = 4", "transaction 4"],
    ["units", "units = 0 where type = 'hold' and hold = 1", "transaction 5"],
    ["reference", "reference = 'another' where version = 2", "batch 2"],
    ["reference", "reference = 'another' where type = 'hold' and hold = 1", "hold 1"],
    ["reference", "reference = 'batch-2' where reference = 'batch-3'", "transaction"],
    ["reference", "reference = null where reference = 'batch-3'", "transaction"],
    ["platform", "platform = 'web' where type = 'expiry' and relates_to is null", "transaction"],
    ["client_version", "client_version = '6.2' where type = 'capture'", "transaction"],
    ["relates_to", "relates_to = null where type = 'capture'", "transaction"],
    ["relates_to", "relates_to = 1 where type = 'refund'", "transaction"],
    ["relates_to", "relates_to = 4 where type = 'expiry' and relates_to is not null", "transaction"],
    ["hold", "hold = null where type = 'capture'", "hold 1"],
    ["hold", "hold = 2 where type = 'capture'", "hold 1"],
    ["hold_expires_at", `hold_expires_at = hold_expires_at + ${minute} where type = 'extend'`, "hold 1"],
    ["hold_expires_at", "hold_expires_at = null where type = 'hold' and hold = 2", "hold 2"],
    ["captured", "captured = captured - 1 where type = 'capture'", "hold 1"],
    ["captured", "captured = 1 where version = 4", "transaction 4"],
    ["of_batch", "of_batch = 9 where type = 'forgive'", "batch 3"],
    ["of_batch", "of_batch = null, target = null where type = 'repayment'", "transaction 28"],
    ["target", "target = target - 1 where version = 32", "batch 3"],
    ["debt_change", "debt_change = debt_change + 1 where type = 'forgive'", "account"],
    ["debt_change", "debt_change = debt_change - 1 where type = 'repayment'", "transaction 28"],
    ["reason", "reason = null where version = 1", "batch 1"],
    ["reason", "reason = 'lapsed' where reason = 'cancelled'", "hold 2"],
    ["reason", "reason = 'failed' where reason = 'lapsed'", "hold 3"],
    ["reason", "reason = null where type = 'refund'", "transaction"],
    ["actor", "actor = null where version = 4", "transaction 4"],
    ["actor", "actor = 'web' where type = 'expiry' and relates_to is null", "transaction"],
  ],
  credit_entries: [
    ["account_id", `account_id = ${other} where version = 4`, "batch 1"],
    ["version", "version = 99 where version = 4", "transaction 4"],
    ["batch", "batch = 3 where version = 4", "batch 1"],
    ["amount", "amount = amount - 1 where version = 4", "batch 1"],
    ["on_behalf_of", "on_behalf_of = null where batch = 5", "batch 5"],
    ["on_behalf_of", "on_behalf_of = 2 where batch = 5 and on_behalf_of is not null", "batch 5"],
    ["on_behalf_of", "on_behalf_of = 1 where version = 4", "batch 1"],
  ],
  credit_holds: [
    ["account_id", `account_id = ${other} where number = 1`, "hold 1"],
    ["number", "number = 9 where number = 1", "hold 1"],
    ["version", "version = 4 where number = 1", "hold 1"],
    ["status", "status = 'released' where number = 1", "hold 1"],
    ["status", "status = 'released' where number = 4", "batch 2"],
    ["status", "status = 'lapsed' where number = 2", "hold 2"],
    ["amount", "amount = amount + 1 where number = 1", "hold 1"],
    ["captured", "captured = captured - 1 where number = 1", "hold 1"],
    ["expires_at", `expires_at = expires_at + ${minute} where number = 1`, "hold 1"],
    ["reference", "reference = 'another' where number = 1", "hold 1"],
    ["reference", "reference = null where number = 1", "hold 1"],
  ],
  grant_sources: [
    ["source", "source = 'gift' where source = 'test'", "source"],
    ["source_id", "source_id = 'another' where source = 'test'", "source"],
    ["account_id", `account_id = ${other} where source = 'test'`, "source"],
    ["version", "version = 3 where source = 'test'", "source"],
  ],
};

// Values stored only once. Their shape is checked above (present, of the right kind); their value cannot be proved.
const unprovable: Record<string, [change: string, why: string][]> = {
  "credit_batches.kind": [["kind = 'activity' where number = 4", "sums by kind know only what is left or held of it"]],
  "credit_batches.expires_at": [
    [`expires_at = expires_at + ${minute} where number = 2`, "the end that was asked for stands here alone"],
  ],
  "credit_batches.source": [["source = 'gift' where number = 1", "no outside fact marks it"]],
  "credit_transactions.at": [
    ["at = at + interval '1 ms' where version = 4", "any instant between its neighbours is possible"],
  ],
  "credit_transactions.key_scope": [["key_scope = 'jobs' where version = 4", "whose key it was, the line alone says"]],
  "credit_transactions.idempotency_key": [
    [
      "idempotency_key = '\\xabababababababababababababababab' where version = 4",
      "the line alone says which key it was",
    ],
  ],
  "credit_transactions.fingerprint": [
    ["fingerprint = '\\xabababababababababababababababab' where version = 4", "a hash of a request that is not kept"],
  ],
  "credit_transactions.feature": [
    ["feature = 'ai-image' where version = 4 or type = 'refund'", "a price by the quote fits any feature"],
  ],
  "credit_transactions.units": [["units = 7 where version = 4", "a price by the quote fits any units"]],
  "credit_transactions.reference": [["reference = 'job 2' where version = 4", "the caller's word"]],
  "credit_transactions.platform": [["platform = 'desktop' where version = 4", "the caller's word"]],
  "credit_transactions.client_version": [["client_version = '6.2' where version = 4", "the caller's word"]],
  "credit_transactions.target": [["target = 91 where version = 24", "only the newest line of a batch is compared"]],
  "credit_transactions.reason": [["reason = 'a whim' where type = 'refund'", "the operator's word"]],
  "credit_transactions.actor": [["actor = 'jobs' where version = 4", "the server's word, kept here alone"]],
};

test("every column of the ledger's tables is covered", async () => {
  const names = [...Object.keys(changes)];
  const rows = await owner`select table_name, column_name from information_schema.columns
    where table_schema = 'public' and (table_name like 'credit\\_%' or table_name = 'grant_sources')`;
  const all = rows.map((row) => `${row.table_name}.${row.column_name}`);
  const tried = names.flatMap((table) => (changes[table] ?? []).map(([column]) => `${table}.${column}`));
  expect([...new Set(tried)].toSorted()).toEqual(all.toSorted());
});

describe.each(Object.entries(changes))("%s", (table, list) => {
  test.each(list)("%s: %s names %s", async (_column, change, named) => {
    expect((await afterChange(table, change)).join("\n")).toContain(named);
  });
});

describe.each(Object.entries(unprovable))("%s cannot be proved", (name, list) => {
  test.each(list)("%s: %s", async (change) => {
    expect(await afterChange(name.slice(0, name.indexOf(".")), change)).toEqual([]);
  });
});

// Invariant 8: the grant matches the payment.
test.each([
  ["credits", "credits = credits + 1"],
  ["amount_cents", "amount_cents = 1"],
  ["currency", "currency = 'usd'"],
  ["pack", "pack = 'gone'"],
  ["valid_days", "valid_days = 30"],
  ["user_id", `user_id = ${other}`],
  ["id", `id = ${other}`],
  ["status", "status = 'open'"],
  ["grant_version", "grant_version = 2"],
  ["grant_version", "grant_version = null"],
])("orders.%s: %s names the order", async (_column, change) => {
  expect((await afterChange("orders", change)).join("\n")).toMatch(/^(order|batch 3 of account .* for order)/);
});

test("a paid order whose grant belongs to another account is reported", async () => {
  const toPlan = "source = 'plan' where source = 'order'";
  await owner.unsafe(`update grant_sources set ${toPlan}`);
  expect(await afterChange("credit_batches", toPlan)).toEqual([expect.stringContaining("nothing was granted for it")]);
});

/** The places reported after a manual change, the first row of each invariant; the change is rolled back. */
async function afterChange(table: string, change: string): Promise<string[]> {
  try {
    const done = await owner.unsafe(`update ${table} set ${change}`);
    expect(done.count).toBeGreaterThan(0);
    return (await verify(db)).flatMap(({ breach }) => breach ?? []);
  } finally {
    for (const one of tables) await owner.unsafe(`delete from ${one}; insert into ${one} select * from kept.${one}`);
  }
}
