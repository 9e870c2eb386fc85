import { and, desc, eq, getTableColumns, gt, lt, lte, type SQL, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import { arrayOf, arrayText, pairsOf } from "../../arrays.ts";
import type { DbOrTx } from "../../client.ts";
import { prepareSelect } from "../../prepared.ts";
import { creditAccounts, creditBatches, creditEntries, creditTransactions } from "../../schema/credits.ts";
import { creditHolds } from "../../schema/holds.ts";
import type { BatchRow } from "./account-states.ts";
import { type LineName, linesNamed } from "./entries.ts";

const holdColumns = {
  accountId: creditHolds.accountId,
  number: creditHolds.number,
  version: creditHolds.version,
  status: creditHolds.status,
  amount: creditHolds.amount,
  captured: creditHolds.captured,
  expiresAt: creditHolds.expiresAt,
  reference: creditHolds.reference,
  openedAt: creditTransactions.at,
  feature: creditTransactions.feature,
};

/** A hold with fields of its line: when it was made, and for which feature. */
export type HoldRow = Omit<typeof creditHolds.$inferSelect, "openedAt"> & { openedAt: Date; feature: string | null };

/** The open holds of accounts. Index: credit_holds_open. */
export async function readOpenHolds(db: DbOrTx, accounts: readonly string[]): Promise<HoldRow[]> {
  return await selectHolds(db)
    .where(and(isOneOf(accounts), eq(creditHolds.status, "open")))
    .orderBy(creditHolds.accountId, creditHolds.number)
    .prepare("open-holds")
    .execute();
}

/** Open holds past their time limit at the instant, or at the account's newest line if the clock was set back. Index: credit_holds_open. */
export async function readOverdueHolds(db: DbOrTx, accounts: readonly string[], now: Date): Promise<HoldRow[]> {
  return await overdueHolds(db, { accounts: arrayText(accounts), now: now.toISOString() });
}

const overdueHolds = prepareSelect(selectOverdueHolds(new QueryBuilder()));

function selectOverdueHolds(build: QueryBuilder) {
  const [h, t, a] = [creditHolds, creditTransactions, creditAccounts];
  return build
    .select(holdColumns)
    .from(h)
    .innerJoin(t, and(eq(t.accountId, h.accountId), eq(t.version, h.version)))
    .innerJoin(a, eq(a.id, h.accountId))
    .where(
      and(
        sql`${h.accountId} = any(${sql.placeholder("accounts")}::uuid[])`,
        eq(h.status, "open"),
        lte(h.expiresAt, sql`greatest(${sql.placeholder("now")}::timestamptz, ${a.at})`),
      ),
    )
    .orderBy(h.accountId, h.number);
}

/** The named holds, in any state. Index: credit_holds_pkey. */
export async function readNamedHolds(
  db: DbOrTx,
  named: readonly { account: string; hold: number }[],
): Promise<HoldRow[]> {
  const pairs = pairsOf(
    named.map(({ account, hold }) => ({ account, number: hold })),
    "int",
  );
  const h = creditHolds;
  return await selectHolds(db)
    .innerJoin(pairs, sql`${h.accountId} = pair.account and ${h.number} = pair.number`)
    .orderBy(h.accountId, h.number)
    .prepare("named-holds")
    .execute();
}

function isOneOf(accounts: readonly string[]): SQL {
  return sql`${creditHolds.accountId} = any(${arrayOf(accounts, "uuid")})`;
}

/** How many holds of an account are open, for the Credits page; a lapsed one is not open, booked or not. Index: credit_holds_open. */
export async function countOpenHolds(db: DbOrTx, account: string): Promise<number> {
  const h = creditHolds;
  const isOpen = and(eq(h.status, "open"), gt(h.expiresAt, sql`clock_timestamp()`));
  return await db.$count(h, and(eq(h.accountId, account), isOpen));
}

/**
 * An account's holds, newest first, after a number; with `openAt` those that can be captured at that instant. Indexes:
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
  return await selectHolds(db)
    .where(and(...conditions))
    .orderBy(desc(h.number))
    .limit(limit);
}

/** One hold. Index: credit_holds_pkey. */
export async function readHoldRow(db: DbOrTx, account: string, number: number): Promise<HoldRow | null> {
  const [row] = await selectHolds(db).where(and(eq(creditHolds.accountId, account), eq(creditHolds.number, number)));
  return row ?? null;
}

function selectHolds(db: DbOrTx) {
  const [h, t] = [creditHolds, creditTransactions];
  return db
    .select(holdColumns)
    .from(h)
    .innerJoin(t, and(eq(t.accountId, h.accountId), eq(t.version, h.version)));
}

/**
 * The batches that given lines changed, whatever they have left (those that credits can return to), and those that are
 * named. Indexes: credit_entries_pkey, credit_batches_pkey.
 */
export async function readTouchedBatches(
  db: DbOrTx,
  lines: readonly LineName[],
  named: readonly { account: string; number: number }[],
): Promise<BatchRow[]> {
  const [b, e] = [creditBatches, creditEntries];
  const [touched, asked] = await Promise.all([
    lines.length === 0
      ? []
      : db
          .selectDistinct(getTableColumns(b))
          .from(e)
          .innerJoin(linesNamed(lines), sql`${e.accountId} = pair.account and ${e.version} = pair.number`)
          .innerJoin(b, and(eq(b.accountId, e.accountId), eq(b.number, e.batch)))
          .prepare("touched-batches")
          .execute(),
    named.length === 0
      ? []
      : db
          .select(getTableColumns(b))
          .from(b)
          .innerJoin(pairsOf(named, "int"), sql`${b.accountId} = pair.account and ${b.number} = pair.number`)
          .prepare("named-batches")
          .execute(),
  ]);
  return [...touched, ...asked];
}

/** How many whole credits of earlier lines were returned. Index: credit_transactions_by_relation. */
export async function readRefundedSums(
  db: DbOrTx,
  lines: readonly LineName[],
): Promise<{ account: string; version: number; refunded: number }[]> {
  const t = creditTransactions;
  const rows = await db
    .select({ account: t.accountId, version: t.relatesTo, refunded: sql<string>`sum(${t.amount})` })
    .from(t)
    .innerJoin(linesNamed(lines), sql`${t.accountId} = pair.account and ${t.relatesTo} = pair.number`)
    .where(eq(t.type, "refund"))
    .groupBy(t.accountId, t.relatesTo)
    .prepare("refunded-sums")
    .execute();
  return rows.flatMap(({ account, version, refunded }) =>
    version === null ? [] : [{ account, version, refunded: Number(refunded) }],
  );
}
