import { and, desc, eq, gt, lt, or, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { creditBatches, creditEntries, creditHolds, creditTransactions } from "../schema/credits.ts";
import type { BatchRow } from "./read-states.ts";

/** A hold with what its line says: when it was made and for which feature. */
export type HoldRow = Awaited<ReturnType<typeof readHoldRows>>[number];

/** The open holds of accounts, and the ones that are named, in any state. Indexes: credit_holds_open, credit_holds_pkey. */
export async function readHoldRows(
  db: DbOrTx,
  accounts: readonly string[],
  named: readonly { account: string; hold: number }[],
) {
  const h = creditHolds;
  const isOpen = sql`${h.accountId} = any(string_to_array(${accounts.join(",")}, ',')::uuid[]) and ${h.status} = 'open'`;
  const isNamed = sql`(${h.accountId}, ${h.number}) in
    (select account, hold from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as n(account uuid, hold int))`;
  return await selectHolds(db, named.length === 0 ? isOpen : or(isOpen, isNamed)).orderBy(h.accountId, h.number);
}

/** How many holds of an account are open, for the Credits page; one whose time is over until it is booked. Index: credit_holds_open. */
export async function countOpenHolds(db: DbOrTx, account: string): Promise<number> {
  return await db.$count(creditHolds, and(eq(creditHolds.accountId, account), eq(creditHolds.status, "open")));
}

/**
 * An account's holds, newest first, behind a number; with `openAt` those that can be captured at that instant. Indexes:
 * credit_holds_open, else credit_holds_pkey, read backwards.
 */
export async function readHoldPage(
  db: DbOrTx,
  account: string,
  {
    openAt,
    reference,
    before,
    limit,
  }: { openAt: Date | null; reference: string | null; before: number | null; limit: number },
): Promise<HoldRow[]> {
  const h = creditHolds;
  const conditions = [
    eq(h.accountId, account),
    openAt === null ? undefined : and(eq(h.status, "open"), gt(h.expiresAt, openAt)),
    reference === null ? undefined : eq(h.reference, reference),
    before === null ? undefined : lt(h.number, before),
  ];
  return await selectHolds(db, and(...conditions))
    .orderBy(desc(h.number))
    .limit(limit);
}

/** One hold. Index: credit_holds_pkey. */
export async function readHoldRow(db: DbOrTx, account: string, number: number): Promise<HoldRow | null> {
  const [row] = await selectHolds(db, and(eq(creditHolds.accountId, account), eq(creditHolds.number, number)));
  return row ?? null;
}

function selectHolds(db: DbOrTx, where: SQL | undefined) {
  const [h, t] = [creditHolds, creditTransactions];
  return db
    .select({
      accountId: h.accountId,
      number: h.number,
      version: h.version,
      status: h.status,
      amount: h.amount,
      captured: h.captured,
      expiresAt: h.expiresAt,
      reference: h.reference,
      openedAt: t.at,
      feature: t.feature,
    })
    .from(h)
    .innerJoin(t, and(eq(t.accountId, h.accountId), eq(t.version, h.version)))
    .where(where);
}

/** The batches that given lines touched, whatever they have left: those that credits may go back to. Index: credit_entries_pkey. */
export async function readBatchesOfLines(
  db: DbOrTx,
  lines: readonly { account: string; version: number }[],
): Promise<BatchRow[]> {
  const touched = db
    .select({ account: creditEntries.accountId, batch: creditEntries.batch })
    .from(creditEntries)
    .where(
      sql`(${creditEntries.accountId}, ${creditEntries.version}) in
        (select account, version from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(account uuid, version bigint))`,
    );
  return await db
    .select()
    .from(creditBatches)
    .where(sql`(${creditBatches.accountId}, ${creditBatches.number}) in ${touched}`);
}

/** What came back of earlier lines, in whole credits. Index: credit_transactions_by_relation. */
export async function readRefundedSums(
  db: DbOrTx,
  lines: readonly { account: string; version: number }[],
): Promise<{ account: string; version: number; refunded: number }[]> {
  const t = creditTransactions;
  const rows = await db
    .select({ account: t.accountId, version: t.relatesTo, refunded: sql<string>`sum(${t.amount})` })
    .from(t)
    .where(
      and(
        eq(t.type, "refund"),
        sql`(${t.accountId}, ${t.relatesTo}) in
          (select account, version from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(account uuid, version bigint))`,
      ),
    )
    .groupBy(t.accountId, t.relatesTo);
  return rows.flatMap(({ account, version, refunded }) =>
    version === null ? [] : [{ account, version, refunded: Number(refunded) }],
  );
}
