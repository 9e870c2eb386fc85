import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { type Db, openDatabase } from "#db/client.ts";

/** A database of one test file: migrated and empty, on a real server. */
export type TestDatabase = {
  /** The URL for the app's role, which cannot change history; the code under test connects with it. */
  url: string;
  /** The URL for the owner role, which has all rights on the tables. */
  ownerUrl: string;
  /** A pool of ten as the app's role, closed after the file's last test. */
  db: Db;
  /** Statements as the owner, for what a test prepares or breaks. */
  owner: postgres.Sql;
};

/**
 * Makes a database for the test file that calls it. Call it once, at the top of a `*.db.test.ts`:
 *
 *     const { db } = await testDatabase();
 *
 * It also sets `DATABASE_URL`, so that modules of `lib` that open the database themselves use this one.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { ownerUrl, appUrl, superuserUrl, template } = inject("postgres");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await createFrom(template, name, superuserUrl);
  const [url, ownersUrl] = [appUrl, ownerUrl].map((address) => withDatabase(address, name));
  if (!url || !ownersUrl) throw new Error("No address for the test database");
  process.env.DATABASE_URL = url;
  // What the file before left behind can have opened its pool again.
  await forgetPool();
  const db = openDatabase(url);
  const owner = postgres(ownersUrl, { max: 2, onnotice: () => undefined });
  afterAll(async () => {
    await Promise.all([db.$client.end({ timeout: 1 }), owner.end({ timeout: 1 }), forgetPool()]);
  });
  return { url, ownerUrl: ownersUrl, db, owner };
}

const slot = Symbol.for("purse.database");
const store: typeof globalThis & { [slot]?: Db } = globalThis;

/** The next file of this process has another database: the pool that `lib/database.ts` opened is not for it. */
async function forgetPool(): Promise<void> {
  const pool = store[slot];
  delete store[slot];
  await pool?.$client.end({ timeout: 1 });
}

async function createFrom(template: string, name: string, superuserUrl: string): Promise<void> {
  const superuser = postgres(superuserUrl, { max: 1 });
  try {
    await superuser.unsafe(`create database ${name} template ${template} strategy file_copy owner purse_owner`);
  } finally {
    await superuser.end();
  }
}

function withDatabase(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}
