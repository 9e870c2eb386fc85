import { and, asc, desc, eq, gt, gte, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "../../client.ts";
import { creditTransactions } from "../../schema/credits.ts";
import { creditHolds } from "../../schema/holds.ts";
import { type HistoryFilter, isInPage, touchesKind } from "./history.ts";
import type { TransactionRow } from "./transactions.ts";

/** What happened to credits, as the user filters it. */
export type Outcome = "grant" | "spend" | "hold" | "release" | "expiry" | "revoke" | "adjustment";

/** Filters of a history with one row per job; empty lists mean all. `now` is the database's clock: it ends holds. */
export type JobFilter = Omit<HistoryFilter, "types" | "batch"> & {
  outcomes?: readonly Outcome[] | undefined;
  now: Date;
};

const t = creditTransactions;
const h = creditHolds;

/**
 * A page of the history with one row per job, newest first: a job stands at the line that ended its hold, and at the line
 * that made it while it is open. Indexes: credit_transactions_pkey, read backwards; for each line at most
 * credit_holds_pkey and credit_transactions_by_relation, so that a page costs the same however long the history is.
 */
export async function readJobRows(
  db: DbOrTx,
  account: string,
  filter: JobFilter,
  limit: number,
): Promise<TransactionRow[]> {
  return await selectJobRows(db, account, filter, limit);
}

/** The statement of `readJobRows`; tests look at its plan. */
export function selectJobRows(db: DbOrTx, account: string, filter: JobFilter, limit: number) {
  return db
    .select()
    .from(t)
    .where(and(...jobConditionsOf(db, account, filter)))
    .orderBy(desc(t.version))
    .limit(limit);
}

/** The versions of the next newer page of the same rows, oldest first. Indexes: as above, read forwards. */
export async function readNewerJobVersions(
  db: DbOrTx,
  account: string,
  { before: from = 0, ...filter }: JobFilter,
  limit: number,
): Promise<number[]> {
  const rows = await db
    .select({ version: t.version })
    .from(t)
    .where(and(gte(t.version, from), ...jobConditionsOf(db, account, filter)))
    .orderBy(asc(t.version))
    .limit(limit);
  return rows.map(({ version }) => version);
}

/** All filters of a page of rows. */
export function jobConditionsOf(db: DbOrTx, account: string, { outcomes, kinds, now, ...rest }: JobFilter) {
  return [
    ...isInPage(account, rest),
    isRow(db),
    outcomes?.length ? or(...outcomes.map((outcome) => happened(db, outcome, now))) : undefined,
    // A capture of everything that was held has no entries: what it touched stands on the hold's line.
    kinds?.length ? or(touchesKind(db, kinds, t.version), and(isEnd, touchesKind(db, kinds, t.relatesTo))) : undefined,
  ];
}

const isEnd = or(eq(t.type, "release"), and(eq(t.type, "capture"), isNull(t.holdExpiresAt)));

/** Whether a line stands for its whole job, or is no part of one. */
function isRow(db: DbOrTx): SQL {
  return sql`case ${t.type}
    when 'hold' then ${isStored(db, eq(h.status, "open"))}
    when 'extend' then false
    when 'capture' then ${t.holdExpiresAt} is null
    when 'refund' then not ${isRefundOfCapture(db)}
    else true end`;
}

function happened(db: DbOrTx, outcome: Outcome, now: Date): SQL | undefined {
  const lapsed = and(eq(t.type, "hold"), isStored(db, lte(h.expiresAt, now)));
  switch (outcome) {
    case "spend": {
      const charged = isStored(db, gt(h.captured, 0));
      return or(eq(t.type, "spend"), eq(t.type, "capture"), and(or(eq(t.type, "release"), lapsed), charged));
    }
    case "hold":
      return and(eq(t.type, "hold"), isStored(db, gt(h.expiresAt, now)));
    case "release": {
      const returned = and(or(eq(t.type, "release"), lapsed), isStored(db, eq(h.captured, 0)));
      return or(eq(t.type, "refund"), returned, and(isEnd, hasRefund(db)));
    }
    case "adjustment":
      return sql`${t.type} in ('adjustment', 'freeze', 'unfreeze')`;
    case "revoke":
      return sql`${t.type} in ('revoke', 'reinstate', 'repayment', 'forgive')`;
    case "grant":
    case "expiry":
      return eq(t.type, outcome);
  }
}

/** Whether the line's hold is in this state, as it is booked. */
function isStored(db: DbOrTx, state: SQL): SQL {
  const hold = db
    .select({ one: sql`1` })
    .from(h)
    .where(and(eq(h.accountId, t.accountId), eq(h.number, t.hold), state));
  return sql`exists ${hold}`;
}

function isRefundOfCapture(db: DbOrTx): SQL {
  const captured = alias(t, "captured");
  const line = db
    .select({ one: sql`1` })
    .from(captured)
    .where(and(eq(captured.accountId, t.accountId), eq(captured.version, t.relatesTo), eq(captured.type, "capture")));
  return sql`exists ${line}`;
}

/** Whether a capture of the same hold was refunded, all or part. */
function hasRefund(db: DbOrTx): SQL {
  const [captured, refund] = [alias(t, "captured"), alias(t, "refund")];
  const line = db
    .select({ one: sql`1` })
    .from(captured)
    .innerJoin(refund, and(eq(refund.accountId, captured.accountId), eq(refund.relatesTo, captured.version)))
    .where(and(eq(captured.accountId, t.accountId), eq(captured.relatesTo, t.relatesTo), eq(captured.type, "capture")));
  return sql`exists ${line}`;
}
