import { sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "../../client.ts";

const instantMs = z.number().transform((ms) => new Date(ms));
const nextDue = z.object({ now: instantMs, at: instantMs.nullable() });
const accountRow = z.object({ account: z.string() });

/**
 * When the next batch, hold or month of a plan is due, of any account, and the clock of this reading; null when none will be.
 * Indexes: credit_batches_next_due, credit_holds_next_due, plan_months_next_due, one probe each.
 */
export async function readNextDue(db: DbOrTx): Promise<z.infer<typeof nextDue>> {
  const [row] = await db.execute(sql`
    select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now,
      (extract(epoch from least(
        (select min(expires_at) from credit_batches where open),
        (select min(due_at) from plan_months where done_at is null and returned <> credits),
        (select min(expires_at) from credit_holds where status = 'open'))) * 1000)::float8 as at`);
  return nextDue.parse(row);
}

/** Accounts with something that was due by an instant, the longest due first. The same indexes. */
export async function readDueAccounts(db: DbOrTx, now: Date, limit: number): Promise<string[]> {
  const at = now.toISOString();
  const rows = await db.execute(sql`
    select distinct account_id as account from (
      (select account_id from credit_batches where open and expires_at <= ${at}::timestamptz order by expires_at limit ${limit})
      union all
      (select account_id from plan_months where done_at is null and returned <> credits and due_at <= ${at}::timestamptz order by due_at limit ${limit})
      union all
      (select account_id from credit_holds where status = 'open' and expires_at <= ${at}::timestamptz
        order by expires_at limit ${limit})) due
    limit ${limit}`);
  return z
    .array(accountRow)
    .parse([...rows])
    .map((row) => row.account);
}
