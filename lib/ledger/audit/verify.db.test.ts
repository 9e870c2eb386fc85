import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { HoldCommand } from "#lib/credits/command.ts";
import { demoPeople } from "#lib/demo/people.ts";
import { seedDemo } from "#lib/demo/seed-demo.ts";
import { commit } from "#lib/ledger/commit/commit.ts";
import { commitHistory } from "#lib/ledger/commit/commit-history.ts";
import { grantOf, keyOf, openAccount, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { liftProtection } from "#testing/lift-protection.ts";
import { verify } from "./verify.ts";

const { db, owner } = await testDatabase();

beforeAll(async () => {
  await seedDemo(db, demoPeople, { hasFakeStripe: false });
  await liftProtection(owner);
});

test("every invariant holds in a database that only commands changed", async () => {
  await openPast();
  await expectInvariants(db);
});

// The past of each account: 1 and 2 grants, 3 a spend of 25, 4 the expiry of batch 1, 5 a grant, 6 a spend of 25.
test.each<[number, string, string, string?]>([
  [1, "batch 3", "update credit_batches set remaining = granted + 1 where number = 3"],
  [1, "batch 3", "update credit_batches set remaining = -1 where number = 3"],
  [1, "batch 2", "update credit_batches set open = false where number = 2"],
  [2, "batch 3", "update credit_batches set remaining = remaining - 1 where number = 3"],
  [2, "batch 2", "update credit_batches set granted = granted + 1 where number = 2"],
  [2, "batch 2", "update credit_batches set granted_at = granted_at + interval '1 ms' where number = 2"],
  [2, "batch 2", "update credit_entries set amount = amount + 1 where batch = 2 and version = 6"],
  [2, "batch 1", "update credit_entries set batch = 1 where batch = 2 and version = 6"],
  [2, "batch 1", "delete from credit_entries where batch = 1 and version = 1"],
  [2, "batch 3", "delete from credit_batches where number = 3"],
  [3, "account", "update credit_batches set kind = 'purchased' where number = 2"],
  [3, "account", "update credit_accounts set available_subscription = available_subscription + 1"],
  [3, "account", "update credit_accounts set available_activity = available_activity + 1"],
  [3, "account", "update credit_accounts set available_purchased = available_purchased - 1"],
  [3, "account", "update credit_accounts set batches = batches + 1"],
  [4, "transaction 6", "update credit_transactions set amount = amount - 1 where version = 6"],
  [4, "transaction 6", "update credit_transactions set balance_after = balance_after + 1 where version = 6"],
  [4, "transaction 5", "update credit_transactions set balance_before = balance_before + 1 where version = 5"],
  [4, "transaction 6", "delete from credit_entries where version = 6"],
  [4, "account", "update credit_accounts set available_purchased = available_purchased + 7"],
  [5, "transaction 5", "delete from credit_transactions where version = 4"],
  [5, "account", "delete from credit_transactions where version = 6"],
  [5, "transaction 4", "update credit_transactions set at = at + interval '10 days' where version = 3"],
  [5, "account", "update credit_accounts set version = version + 1"],
  [5, "account", "update credit_accounts set at = at - interval '1 ms'"],
  [5, "account", "delete from credit_accounts"],
  [6, "transaction 6", "update credit_batches set expires_at = granted_at + interval '1 ms' where number = 3"],
  [6, "transaction 4", "update credit_batches set expires_at = null where number = 1"],
  [6, "transaction 4", "update credit_transactions set type = 'spend' where version = 4"],
  [6, "transaction 3", "update credit_entries set amount = -amount where version = 3"],
  [6, "transaction 6", "update credit_batches set expires_at = expires_at + interval '9 days' where number = 3"],
  [6, "transaction 6", "update credit_batches set kind = 'subscription' where number = 2"],
  [
    6,
    "transaction 5",
    "update credit_transactions set version = 9 where version = 4",
    "update credit_entries set version = 9 where version = 4",
  ],
  [
    7,
    "transactions 3 and 6",
    "update credit_transactions set idempotency_key = '\\xabababababababababababababababab' where version > 2 and type = 'spend'",
  ],
  [7, "source", "delete from grant_sources"],
  [7, "source", "update grant_sources set version = 1"],
  [
    7,
    "source",
    "update credit_batches set source_id = (select source_id from credit_batches where number = 2 and account_id = ?) where number = 3",
  ],
])("invariant %i reports %s after: %s", async (invariant, place, statement, also) => {
  const account = await openPast();
  try {
    await owner.unsafe(only(account, statement));
    if (also !== undefined) await owner.unsafe(only(account, also));
    const broken = (await verify(db)).find((finding) => finding.invariant === invariant);
    expect(broken?.breach ?? "kept").toContain(place);
    if (place !== "source") expect(broken?.breach).toContain(account);
  } finally {
    await forget(account);
  }
});

// After that history: 7 holds 10, 8 captures 4 of them, 9 holds 3 for a minute, 10 gives it two.
test.each<[number, string, string]>([
  [1, "batch 2", "update credit_batches set held = -1 where number = 2"],
  [1, "batch 2", "update credit_batches set held = granted where number = 2"],
  [2, "batch 2", "update credit_batches set held = held + 1 where number = 2"],
  [2, "batch 2", "update credit_holds set status = 'released' where number = 2"],
  [2, "hold 1", "update credit_holds set status = 'lapsed' where number = 1"],
  [2, "hold 1", "update credit_holds set amount = amount + 1 where number = 1"],
  [2, "hold 1", "update credit_holds set captured = captured + 1 where number = 1"],
  [2, "hold 1", "update credit_holds set version = 6 where number = 1"],
  [2, "hold 2", "update credit_holds set expires_at = expires_at - interval '1 ms' where number = 2"],
  [3, "account", "update credit_accounts set held = held + 1"],
  [3, "account", "update credit_accounts set holds = holds - 1"],
  [6, "transaction 8", "update credit_entries set amount = -amount where version = 8"],
])("with holds, invariant %i reports %s after: %s", async (invariant, place, statement) => {
  const account = await openPast();
  await commit(db, [
    holdOf(account, { type: "hold", cost: 10, expiresInSeconds: 60 }),
    { ...envelopeOf(account), type: "capture", hold: 1, amount: 4, final: true },
    holdOf(account, { type: "hold", cost: 3, expiresInSeconds: 60 }),
    { ...envelopeOf(account), type: "extend", hold: 2, expiresInSeconds: 120 },
  ]);
  try {
    await expectInvariants(db);
    await owner.unsafe(only(account, statement));
    const broken = (await verify(db)).find((finding) => finding.invariant === invariant);
    expect(broken?.breach ?? "kept").toContain(place);
    expect(broken?.breach).toContain(account);
  } finally {
    await forget(account);
  }
});

function envelopeOf(account: string) {
  return { account, request: keyOf("web", randomUUID(), {}), actor: "test", platform: null };
}

function holdOf(account: string, said: Pick<HoldCommand, "type" | "cost" | "expiresInSeconds">): HoldCommand {
  return {
    ...envelopeOf(account),
    feature: "ai-image",
    units: 1,
    reference: null,
    quote: null,
    clientVersion: null,
    ...said,
  };
}

/** An account whose history covers everything: kinds, an expiry, spends over two batches, a source. */
async function openPast(): Promise<string> {
  const account = await openAccount(db);
  await db.transaction((tx) =>
    commitHistory(tx, [account], (now) => {
      const day = (days: number) => new Date(now.getTime() + days * 86_400_000);
      return [
        { now: day(-9), command: grantOf(account, 30, { kind: "subscription", expiresAt: day(-5) }) },
        { now: day(-8), command: grantOf(account, 60, { kind: "activity", expiresAt: day(9), sourceId: account }) },
        { now: day(-7), command: spendOf(account, 25) },
        { now: day(-4), command: grantOf(account, 20, { kind: "activity", expiresAt: day(3) }) },
        { now: day(-2), command: spendOf(account, 25) },
      ];
    }),
  );
  return account;
}

/** A statement for one account alone; "?" stands for its id. */
function only(account: string, statement: string): string {
  const filled = statement.replace("?", `'${account}'`);
  const column = statement.includes("credit_accounts") ? "id" : "account_id";
  return `${filled} ${/ where [^)]*$/.test(filled) ? "and" : "where"} ${column} = '${account}'`;
}

async function forget(account: string): Promise<void> {
  await owner`delete from credit_holds where account_id = ${account}`;
  await owner`delete from grant_sources where account_id = ${account}`;
  await owner`delete from credit_entries where account_id = ${account}`;
  await owner`delete from credit_transactions where account_id = ${account}`;
  await owner`delete from credit_batches where account_id = ${account}`;
  await owner`delete from credit_accounts where id = ${account}`;
}
