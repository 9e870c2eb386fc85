import { asc, isNotNull, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { demoMark, users } from "../../schema/people.ts";

/** The people whom the sign-in page of a demonstration offers, in the order in which they were made. */
export async function readDemoPeople(
  db: DbOrTx,
): Promise<{ userId: string; slug: string | null; name: string | null }[]> {
  return await db
    .select({ userId: users.id, slug: users.demoSlug, name: users.name })
    .from(users)
    .where(isNotNull(users.demoSlug))
    .orderBy(asc(users.createdAt), asc(users.demoSlug));
}

/** Whether the database carries the demo mark, and whether anybody is in it. For deciding whether it may be seeded. */
export async function readDemoFacts(db: DbOrTx): Promise<{ marked: boolean; hasPeople: boolean }> {
  const [row] = await db.execute<{ marked: boolean; has_people: boolean }>(
    sql`select exists (select from demo_mark) as marked, exists (select from users) as has_people`,
  );
  return { marked: row?.marked === true, hasPeople: row?.has_people === true };
}

/** Marks a database as a demonstration, for good. */
export async function markAsDemo(tx: Tx): Promise<void> {
  await tx.insert(demoMark).values({ marked: true }).onConflictDoNothing();
}

/** Adds demonstration people; answers the ids of those who were not there yet. Index: users_pkey. */
export async function insertDemoPeople(tx: Tx, people: readonly (typeof users.$inferInsert)[]): Promise<string[]> {
  const rows = await tx
    .insert(users)
    .values([...people])
    .onConflictDoNothing({ target: users.id })
    .returning({ id: users.id });
  return rows.map((row) => row.id);
}

/**
 * Empties every table but the record of migrations, as the owner: the triggers that keep history are put aside for
 * this one transaction. Only ever called for a database with the demo mark.
 */
export async function emptyDatabase(tx: Tx): Promise<void> {
  await tx.execute(sql`alter table credit_transactions disable trigger user`);
  await tx.execute(sql`alter table credit_entries disable trigger user`);
  await tx.execute(sql`do $$
    declare names text;
    begin
      select string_agg(format('%I.%I', schemaname, tablename), ', ') into names from pg_tables where schemaname = 'public';
      execute 'truncate ' || names;
    end $$`);
  await tx.execute(sql`alter table credit_transactions enable trigger user`);
  await tx.execute(sql`alter table credit_entries enable trigger user`);
}
