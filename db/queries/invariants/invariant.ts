import { type SQL, sql } from "drizzle-orm";

/** The invariant that a check belongs to; "rows": each row is consistent with its type and its neighbours. */
export type InvariantId = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | "rows";

/**
 * A check of one invariant: a statement that returns violations (`breach`) ordered by `place`. Each reads whole tables and
 * joins them by sorting or hashing, so that its memory is bounded by what Postgres allows one statement.
 */
export interface Check {
  invariant: InvariantId;
  breaches: SQL;
}

/** "batch 3 of account …" */
export const batchName = sql`format('batch %s of account %s', number, account_id)`;

/** "transaction 7 of account …" */
export const lineName = sql`format('transaction %s of account %s', version, account_id)`;

/** Whether an entry made its batch: of a grant, of an upward adjustment, or of credits returned as a new batch. */
export const makesBatch = sql`(t.type = 'grant' or (t.type = 'adjustment' and e.amount > 0) or e.on_behalf_of is not null)`;

/** The remaining credits of batches after each of their entries. */
export const running = sql`
  select account_id, batch, version, amount,
    sum(amount) over (partition by account_id, batch order by version) as left_after
  from credit_entries`;
