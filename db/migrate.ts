import { readFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { z } from "zod";

const migrationsFolder = join(process.cwd(), "db/migrations");
const migrationLock = 7_405_190_512;
const journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) });

/** Applies what is missing, alone: others that start at the same moment wait for it. Needs the owner's address. */
export async function migrate(ownerUrl: string): Promise<void> {
  const client = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    await applyMigrations(drizzle(client), { migrationsFolder });
  } finally {
    await client.end();
  }
}

/** The names of the migrations that a database lacks; reads only, and works as any role that may read. */
export async function missingMigrations(sql: postgres.Sql): Promise<string[]> {
  const { entries } = journal.parse(JSON.parse(readFileSync(join(migrationsFolder, "meta/_journal.json"), "utf8")));
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  if (table?.there !== true) return entries.map((entry) => entry.tag);
  const applied = await sql`select created_at::text as at from drizzle.__drizzle_migrations`;
  const instants = new Set(applied.map((row) => row.at));
  return entries.filter((entry) => !instants.has(String(entry.when))).map((entry) => entry.tag);
}
