import { and, desc, eq, gt, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { creditBatches } from "../../schema/credits.ts";
import type { BatchRow } from "./account-states.ts";

type Place = Pick<BatchRow, "kind" | "expiresAt" | "number">;

/** The live batches with credits left, in deduction order. Index: credit_batches_deduction_order. */
export async function readLiveBatchRows(db: DbOrTx, account: string, now: Date): Promise<BatchRow[]> {
  const b = creditBatches;
  return await db
    .select()
    .from(b)
    .where(and(eq(b.accountId, account), b.open, or(isNull(b.expiresAt), gt(b.expiresAt, now))))
    .orderBy(...deductionOrder());
}

/**
 * A page of batches in deduction order, after a given one: those live at an instant, or with null all that were ever made.
 * Index: credit_batches_deduction_order for the live ones, else credit_batches_pkey.
 */
export async function readBatchRowsAfter(
  db: DbOrTx,
  account: string,
  { after, liveAt, limit }: { after: Place | null; liveAt: Date | null; limit: number },
): Promise<BatchRow[]> {
  const b = creditBatches;
  return await db
    .select()
    .from(b)
    .where(
      and(
        eq(b.accountId, account),
        after === null ? undefined : behind(after),
        liveAt === null ? undefined : and(b.open, or(isNull(b.expiresAt), gt(b.expiresAt, liveAt))),
      ),
    )
    .orderBy(...deductionOrder())
    .limit(limit);
}

/**
 * The newest batches that can no longer be used, for the Credits page: those past their end at an instant, or those used up
 * before. Index: credit_batches_pkey, read backwards.
 */
export async function readEndedBatchRows(
  db: DbOrTx,
  account: string,
  { state, now, limit }: { state: "used-up" | "expired"; now: Date; limit: number },
): Promise<BatchRow[]> {
  const b = creditBatches;
  const usedUp = and(sql`not ${b.open}`, or(isNull(b.expiresAt), gt(b.expiresAt, now)));
  return await db
    .select()
    .from(b)
    .where(and(eq(b.accountId, account), state === "expired" ? lte(b.expiresAt, now) : usedUp))
    .orderBy(desc(b.number))
    .limit(limit);
}

/** One batch. Index: credit_batches_pkey. */
export async function readBatchRow(db: DbOrTx, account: string, number: number): Promise<BatchRow | null> {
  const b = creditBatches;
  const [row] = await db
    .select()
    .from(b)
    .where(and(eq(b.accountId, account), eq(b.number, number)));
  return row ?? null;
}

/** Batches by their numbers, in deduction order. Index: credit_batches_pkey. */
export async function readBatchesByNumber(
  db: DbOrTx,
  account: string,
  numbers: readonly number[],
): Promise<BatchRow[]> {
  const b = creditBatches;
  return await db
    .select()
    .from(b)
    .where(and(eq(b.accountId, account), inArray(b.number, [...numbers])))
    .orderBy(...deductionOrder());
}

function deductionOrder(): SQL[] {
  const b = creditBatches;
  return [sql`${b.kind}`, sql`${b.expiresAt} asc nulls last`, sql`${b.number}`];
}

/** Whether a batch comes after a position in deduction order. */
export function behind({ kind, expiresAt, number }: Place): SQL {
  const b = creditBatches;
  const end = expiresAt === null ? sql`'infinity'::timestamptz` : sql`${expiresAt.toISOString()}::timestamptz`;
  return sql`(${b.kind}, coalesce(${b.expiresAt}, 'infinity'), ${b.number}) > (${kind}::credit_kind, ${end}, ${number})`;
}

/** The names of batches, for the lines of a history page that changed them. Index: credit_batches_pkey. */
export async function readBatchLabelRows(
  db: DbOrTx,
  account: string,
  numbers: readonly number[],
): Promise<{ number: number; label: string }[]> {
  return await db
    .select({ number: creditBatches.number, label: creditBatches.label })
    .from(creditBatches)
    .where(and(eq(creditBatches.accountId, account), inArray(creditBatches.number, [...numbers])));
}
