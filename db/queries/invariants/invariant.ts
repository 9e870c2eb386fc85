import { type SQL, sql } from "drizzle-orm";

/** What of the invariants of credits a check belongs to; "rows": each row says what its type and its neighbours say. */
export type InvariantId = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | "rows";

/**
 * A check of one invariant: a statement whose rows say what breaks it (`breach`) and come in the order of `place`. Each reads
 * whole tables and joins them by sorting or hashing, so that its memory is what Postgres may use for one statement.
 */
export interface Check {
  invariant: InvariantId;
  breaches: SQL;
}

/** "batch 3 of account …" */
export const batchName = sql`format('batch %s of account %s', number, account_id)`;

/** "transaction 7 of account …" */
export const lineName = sql`format('transaction %s of account %s', version, account_id)`;

/** Whether an entry made its batch: a grant's, a correction's upwards, or one that brought credits back as new. */
export const makesBatch = sql`(t.type = 'grant' or (t.type = 'adjustment' and e.amount > 0) or e.on_behalf_of is not null)`;

/** What batches had left after each entry that touched them. */
export const running = sql`
  select account_id, batch, version, amount,
    sum(amount) over (partition by account_id, batch order by version) as left_after
  from credit_entries`;
