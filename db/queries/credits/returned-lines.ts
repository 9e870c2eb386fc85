import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { arrayOf } from "../../arrays.ts";
import type { DbOrTx } from "../../client.ts";
import { creditBatches, creditEntries, creditTransactions } from "../../schema/credits.ts";
import type { TransactionRow } from "./transactions.ts";

/** The lines about the returned payment of a batch, newest first; few. Index: credit_transactions_by_returned_batch. */
export async function readLinesAboutBatch(db: DbOrTx, account: string, batch: number): Promise<TransactionRow[]> {
  const t = creditTransactions;
  return await db
    .select()
    .from(t)
    .where(and(eq(t.accountId, account), eq(t.ofBatch, batch)))
    .orderBy(desc(t.version));
}

/**
 * The newest line of each batch that took credits back or gave them back. Index: credit_transactions_by_returned_batch.
 */
export async function readNewestReturnLines(
  db: DbOrTx,
  account: string,
  batches: readonly number[],
): Promise<TransactionRow[]> {
  const t = creditTransactions;
  return await db
    .selectDistinctOn([t.ofBatch])
    .from(t)
    .where(
      and(
        eq(t.accountId, account),
        sql`${t.ofBatch} = any(${arrayOf(batches, "int")})`,
        inArray(t.type, ["revoke", "reinstate"]),
      ),
    )
    .orderBy(t.ofBatch, desc(t.version));
}

/** How much of a batch was granted, and had been used when a line took credits of it back. Whole credits. */
export interface TakingRow {
  version: number;
  granted: number;
  used: number;
}

/**
 * For lines that took credits of a batch back: how many of them had been used by then, in it and in batches that came back
 * from it. What was granted left as taken, forfeited or on hold, or was used; a job that is captured in parts counts as on hold
 * until it ends. Indexes: credit_transactions_pkey, credit_batches_pkey and _returned, credit_entries_by_batch.
 */
export async function readTakingRows(db: DbOrTx, account: string, versions: readonly number[]): Promise<TakingRow[]> {
  const [t, root, e] = [creditTransactions, creditBatches, creditEntries];
  const [family, other, end] = [alias(root, "family"), alias(t, "other"), alias(t, "ended")];
  const ended = db
    .select({ one: sql`1` })
    .from(end)
    .where(
      sql`${end.accountId} = ${other.accountId} and ${end.relatesTo} = ${other.version} and ${end.version} <= ${t.version}
        and (${end.type} = 'release' or ${end.type} = 'capture' and ${end.holdExpiresAt} is null)`,
    );
  const took = sql`${other.type} in ('revoke', 'reinstate') and ${other.ofBatch} = ${t.ofBatch}`;
  const forfeited = sql`${other.type} in ('expiry', 'adjustment') and ${e.amount} < 0
    or ${other.type} = 'revoke' and ${other.ofBatch} is null`;
  const onHold = sql`${other.type} = 'hold' and not exists (${ended})`;
  const unused = sql`coalesce(sum(${e.amount}) filter (where ${took} or ${forfeited} or ${onHold}), 0)`;
  return await db
    .select({
      version: t.version,
      granted: root.granted,
      used: sql`${root.granted} - sum(${e.amount}) + ${unused}`.mapWith(Number),
    })
    .from(t)
    .innerJoin(root, and(eq(root.accountId, t.accountId), sql`${root.number} = ${t.ofBatch}`))
    .innerJoin(
      family,
      sql`${family.accountId} = ${t.accountId} and (${family.number} = ${t.ofBatch} or ${family.returnedFrom} = ${t.ofBatch})`,
    )
    .innerJoin(
      e,
      sql`${e.accountId} = ${t.accountId} and ${e.batch} = ${family.number} and ${e.version} <= ${t.version}`,
    )
    .innerJoin(other, and(eq(other.accountId, e.accountId), eq(other.version, e.version)))
    .where(and(eq(t.accountId, account), sql`${t.version} = any(${arrayOf(versions, "bigint")})`))
    .groupBy(t.version, root.granted);
}
