import { readFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { z } from "zod";

const migrationsFolder = join(process.cwd(), "db/migrations");
const migrationLock = 7_405_190_512;
const journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) });

/** The database has migrations of a newer version, whose changes this version does not know. */
export class NewerDatabase extends Error {
  override name = "NewerDatabase";
}

/**
 * Applies missing migrations under a lock, so that processes that start at the same time wait. Needs the owner's URL.
 * @throws NewerDatabase; then nothing was applied.
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const client = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    const newer = await findNewer(client);
    if (newer !== null) throw new NewerDatabase(newer);
    await applyMigrations(drizzle(client), { migrationsFolder });
  } finally {
    await client.end();
  }
}

/** The names of missing migrations; read-only, for any role that can read. */
export async function missingMigrations(sql: postgres.Sql): Promise<string[]> {
  const instants = new Set(await appliedAt(sql));
  return readJournal()
    .filter((entry) => !instants.has(entry.when))
    .map((entry) => entry.tag);
}

/** A sentence about migrations newer than this version; null when there are none. */
export async function findNewer(sql: postgres.Sql): Promise<string | null> {
  const newest = readJournal().reduce((one, other) => (other.when > one.when ? other : one));
  const newer = (await appliedAt(sql)).filter((at) => at > newest.when);
  if (newer.length === 0) return null;
  const made = new Date(Math.max(...newer)).toISOString().slice(0, 10);
  return `The database is newer than this version of Purse, which knows migrations up to ${newest.tag}: it has ${newer.length} more, the newest of ${made}. Run the version that applied them, or a newer one.`;
}

async function appliedAt(sql: postgres.Sql): Promise<number[]> {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  if (table?.there !== true) return [];
  const applied = await sql`select created_at from drizzle.__drizzle_migrations`;
  return applied.map((row) => Number(row.created_at));
}

function readJournal() {
  return journal.parse(JSON.parse(readFileSync(join(migrationsFolder, "meta/_journal.json"), "utf8"))).entries;
}
