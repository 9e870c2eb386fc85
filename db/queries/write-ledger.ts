import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";
import type { creditBatches, creditEntries, creditHolds, creditTransactions, grantSources } from "../schema/credits.ts";

// Each statement takes all rows as one JSON parameter: its text does not change with their number, so it is planned once.

/** Adds lines to the history. */
export async function insertTransactions(
  tx: Tx,
  rows: readonly (typeof creditTransactions.$inferInsert)[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into credit_transactions (account_id, version, type, amount, balance_before, balance_after, at, key_scope,
      idempotency_key, fingerprint, feature, units, reference, platform, relates_to, hold, hold_expires_at, reason, actor)
    select "accountId", version, type, amount, "balanceBefore", "balanceAfter", at, "keyScope",
      decode("idempotencyKey", 'hex'), decode(fingerprint, 'hex'), feature, units, reference, platform, "relatesTo", hold,
      "holdExpiresAt", reason, actor
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("accountId" uuid, version bigint, type transaction_type,
      amount bigint, "balanceBefore" bigint, "balanceAfter" bigint, at timestamptz(3), "keyScope" text,
      "idempotencyKey" text, fingerprint text, feature text, units int, reference text, platform text,
      "relatesTo" bigint, hold int, "holdExpiresAt" timestamptz(3), reason text, actor text)`);
}

/** Adds what lines took from or brought to batches. */
export async function insertEntries(tx: Tx, rows: readonly (typeof creditEntries.$inferInsert)[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into credit_entries (account_id, version, batch, amount, on_behalf_of)
    select "accountId", version, batch, amount, "onBehalfOf"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r("accountId" uuid, version bigint, batch int, amount bigint, "onBehalfOf" int)`);
}

/** Adds the batches that lines made. */
export async function insertBatches(tx: Tx, rows: readonly (typeof creditBatches.$inferInsert)[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into credit_batches (account_id, number, kind, granted, remaining, held, open, granted_at, expires_at, source,
      source_id, returned_from, label)
    select "accountId", number, kind, granted, remaining, held, open, "grantedAt", "expiresAt", source, "sourceId",
      "returnedFrom", label
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("accountId" uuid, number int, kind credit_kind,
      granted bigint, remaining bigint, held bigint, open boolean, "grantedAt" timestamptz(3),
      "expiresAt" timestamptz(3), source text, "sourceId" text, "returnedFrom" int, label text)`);
}

/** Marks outside facts as granted; a second time violates grant_sources_pkey. */
export async function insertGrantSources(tx: Tx, rows: readonly (typeof grantSources.$inferInsert)[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into grant_sources (source, source_id, account_id, version)
    select source, "sourceId", "accountId", version
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(source text, "sourceId" text, "accountId" uuid, version bigint)`);
}

/** Adds holds, or sets how they stand. Index: credit_holds_pkey. */
export async function upsertHolds(tx: Tx, rows: readonly (typeof creditHolds.$inferInsert)[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into credit_holds (account_id, number, version, status, amount, captured, expires_at, reference)
    select "accountId", number, version, status, amount, captured, "expiresAt", reference
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("accountId" uuid, number int, version bigint,
      status hold_status, amount bigint, captured bigint, "expiresAt" timestamptz(3), reference text)
    on conflict (account_id, number) do update
      set status = excluded.status, captured = excluded.captured, expires_at = excluded.expires_at`);
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
