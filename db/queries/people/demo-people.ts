import { asc, isNotNull, sql } from "drizzle-orm";
import { arrayOf } from "../../arrays.ts";
import type { DbOrTx, Tx } from "../../client.ts";
import { demoMark, users } from "../../schema/people.ts";

/** The users that the demo's sign-in page offers, in the order of their creation. */
export async function readDemoPeople(
  db: DbOrTx,
): Promise<{ userId: string; slug: string | null; name: string | null }[]> {
  return await db
    .select({ userId: users.id, slug: users.demoSlug, name: users.name })
    .from(users)
    .where(isNotNull(users.demoSlug))
    .orderBy(asc(users.createdAt), asc(users.demoSlug));
}

/** Whether the database has the demo mark, and whether it has users. Decides whether seeding is allowed. */
export async function readDemoFacts(db: DbOrTx): Promise<{ marked: boolean; hasPeople: boolean }> {
  const [row] = await db.execute<{ marked: boolean; has_people: boolean }>(
    sql`select exists (select from demo_mark) as marked, exists (select from users) as has_people`,
  );
  return { marked: row?.marked === true, hasPeople: row?.has_people === true };
}

/** Of these ids of users, those that the database does not have. Index: users_pkey. */
export async function readMissingPeople(db: DbOrTx, ids: readonly string[]): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(
    sql`select id from unnest(${arrayOf(ids, "uuid")}) as asked(id) where id not in (select u.id from ${users} u)`,
  );
  return rows.map(({ id }) => id);
}

/** Marks a database as a demo, permanently. */
export async function markAsDemo(tx: Tx): Promise<void> {
  await tx.insert(demoMark).values({ marked: true }).onConflictDoNothing();
}

/** Adds demo users; returns the ids of the new ones. Index: users_pkey. */
export async function insertDemoPeople(tx: Tx, people: readonly (typeof users.$inferInsert)[]): Promise<string[]> {
  const rows = await tx
    .insert(users)
    .values([...people])
    .onConflictDoNothing({ target: users.id })
    .returning({ id: users.id });
  return rows.map((row) => row.id);
}

/**
 * Empties every table except the record of migrations, as the owner: the triggers that protect history are disabled for
 * this transaction. Only called for a database with the demo mark.
 */
export async function emptyDatabase(tx: Tx): Promise<void> {
  await tx.execute(sql`do $$
    declare
      names text[];
      name text;
    begin
      select array_agg(format('%I.%I', schemaname, tablename)) into names from pg_tables where schemaname = 'public';
      foreach name in array names loop
        execute 'alter table ' || name || ' disable trigger user';
      end loop;
      execute 'truncate ' || array_to_string(names, ', ');
      foreach name in array names loop
        execute 'alter table ' || name || ' enable trigger user';
      end loop;
    end $$`);
}
