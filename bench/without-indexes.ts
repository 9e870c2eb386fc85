import type postgres from "postgres";
import { z } from "zod";

const named = z.array(z.object({ name: z.string(), of: z.string(), definition: z.string() }));

/** The tables of histories. */
const tables = ["credit_transactions", "credit_entries"];

/**
 * Runs something that adds millions of rows without the keys and indexes of the histories, and creates them again
 * afterwards: sorting once is several times faster than finding each row's place. The keys are checked as they are made.
 */
export async function withoutIndexes(sql: postgres.Sql, run: () => Promise<void>): Promise<void> {
  const foreign = named.parse(
    await sql`select conname as name, conrelid::regclass::text as of, pg_get_constraintdef(oid) as definition
      from pg_constraint where contype = 'f' and (conrelid = any(${tables}::regclass[]) or confrelid = any(${tables}::regclass[]))`,
  );
  const keys = named.parse(
    await sql`select conname as name, conrelid::regclass::text as of, pg_get_constraintdef(oid) as definition
      from pg_constraint where contype in ('p', 'u') and conrelid = any(${tables}::regclass[])`,
  );
  const indexes = named.parse(
    await sql`select indexrelid::regclass::text as name, indrelid::regclass::text as of, pg_get_indexdef(indexrelid) as definition
      from pg_index where indrelid = any(${tables}::regclass[])
        and not exists (select from pg_constraint c where c.conindid = indexrelid and c.contype in ('p', 'u'))`,
  );
  const constraints = [...foreign, ...keys];
  for (const { of, name } of constraints) await sql.unsafe(`alter table ${of} drop constraint ${name}`);
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
  await run();
  const again = [
    ...indexes.map(({ definition }) => definition),
    ...constraints
      .toReversed()
      .map(({ of, name, definition }) => `alter table ${of} add constraint ${name} ${definition}`),
  ];
  for (const statement of again) {
    await sql.begin(async (tx) => {
      await tx`set local maintenance_work_mem = '512MB'`;
      await tx.unsafe(statement);
    });
  }
}
