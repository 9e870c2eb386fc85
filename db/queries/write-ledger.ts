import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";
import { creditBatches, creditEntries, creditHolds, creditTransactions, grantSources } from "../schema/credits.ts";

const rowsAStatement = 1_000;

/** Adds lines to the history. */
export async function insertTransactions(
  tx: Tx,
  rows: readonly (typeof creditTransactions.$inferInsert)[],
): Promise<void> {
  for (const part of inParts(rows)) await tx.insert(creditTransactions).values(part);
}

/** Adds what lines took from or brought to batches. */
export async function insertEntries(tx: Tx, rows: readonly (typeof creditEntries.$inferInsert)[]): Promise<void> {
  for (const part of inParts(rows)) await tx.insert(creditEntries).values(part);
}

/** Adds the batches that grants made. */
export async function insertBatches(tx: Tx, rows: readonly (typeof creditBatches.$inferInsert)[]): Promise<void> {
  for (const part of inParts(rows)) await tx.insert(creditBatches).values(part);
}

/** Marks outside facts as granted; a second time violates grant_sources_pkey. */
export async function insertGrantSources(tx: Tx, rows: readonly (typeof grantSources.$inferInsert)[]): Promise<void> {
  for (const part of inParts(rows)) await tx.insert(grantSources).values(part);
}

/** Adds holds, or sets how they stand. Index: credit_holds_pkey. */
export async function upsertHolds(tx: Tx, rows: readonly (typeof creditHolds.$inferInsert)[]): Promise<void> {
  for (const part of inParts(rows)) {
    await tx
      .insert(creditHolds)
      .values(part)
      .onConflictDoUpdate({
        target: [creditHolds.accountId, creditHolds.number],
        set: { status: sql`excluded.status`, captured: sql`excluded.captured`, expiresAt: sql`excluded.expires_at` },
      });
  }
}

/** Sets what batches have left and what holds keep of them. One statement, whatever their number. Index: credit_batches_pkey. */
export async function updateBatches(
  tx: Tx,
  rows: readonly { account: string; number: number; remaining: number; held: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update credit_batches b set remaining = r.remaining, held = r.held, open = r.remaining > 0
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(account uuid, number int, remaining bigint, held bigint)
    where b.account_id = r.account and b.number = r.number`);
}

/** Sets the counters and sums of accounts. One statement, whatever their number. Index: credit_accounts_pkey. */
export async function updateAccounts(
  tx: Tx,
  rows: readonly {
    account: string;
    version: number;
    at: string;
    subscription: number;
    activity: number;
    purchased: number;
    held: number;
    batches: number;
    holds: number;
    frozen_at: string | null;
  }[],
): Promise<void> {
  await tx.execute(sql`
    update credit_accounts a set version = r.version, at = r.at, available_subscription = r.subscription,
      available_activity = r.activity, available_purchased = r.purchased,
      held = r.held, batches = r.batches, holds = r.holds, frozen_at = r.frozen_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(account uuid, version bigint, at timestamptz(3), subscription bigint, activity bigint, purchased bigint,
          held bigint, batches int, holds int, frozen_at timestamptz(3))
    where a.id = r.account`);
}

/** A statement carries at most 65,534 parameters, so long lists (the demonstration's history) go in parts. */
function inParts<Row>(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = [];
  for (let start = 0; start < rows.length; start += rowsAStatement)
    parts.push(rows.slice(start, start + rowsAStatement));
  return parts;
}
