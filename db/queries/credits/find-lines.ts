import { sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";

const mostOfAReference = 500;

/**
 * The versions of an account's lines with this number or this reference, of the newest first; with `jobs` also the other
 * lines of the holds that these belong to. Indexes: credit_transactions_pkey, credit_transactions_by_reference,
 * credit_holds_pkey, credit_transactions_by_relation.
 */
export async function findVersions(
  db: DbOrTx,
  account: string,
  { number, reference, jobs }: { number: number | null; reference: string; jobs: boolean },
): Promise<number[]> {
  const own = sql`t.account_id = ${account}`;
  const rows = await db.execute<{ version: string }>(sql`
    with named as (
      (select version, relates_to, hold from credit_transactions t where ${own} and reference = ${reference}
        order by version desc limit ${mostOfAReference})
      union all
      select version, relates_to, hold from credit_transactions t where ${own} and version = ${number}::bigint
    ), jobs as (
      select h.version from credit_holds h where ${jobs} and h.account_id = ${account} and h.number in (
        select hold from named
        union all
        select t.hold from named join credit_transactions t on ${own} and t.version = named.relates_to)
    )
    select version from named
    union select version from jobs
    union select t.version from jobs join credit_transactions t on ${own} and t.relates_to = jobs.version`);
  return rows.map(({ version }) => Number(version));
}
