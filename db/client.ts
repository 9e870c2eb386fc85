import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";

/** The connection pool, with Drizzle. */
export type Db = PostgresJsDatabase & { $client: postgres.Sql };

/** An open transaction; code inside one must use only this. */
export type Tx = Parameters<Parameters<PostgresJsDatabase["transaction"]>[0]>[0];

/** Pool or transaction, for queries that serve both. */
export type DbOrTx = PostgresJsDatabase | Tx;

const poolSize = 10;
const connectSeconds = 10;

/** Session parameters of every connection; times in milliseconds. A pooler can drop them, so the app checks them at start. */
export const sessionParameters = {
  application_name: "purse",
  TimeZone: "UTC",
  // Set once per connection, so that no transaction spends a round trip on it.
  default_transaction_isolation: "read committed",
  // For solid-state disks: with the default for spinning ones, the planner scans small tables completely.
  random_page_cost: 1.1,
  lock_timeout: 5_000,
  statement_timeout: 15_000,
  idle_in_transaction_session_timeout: 15_000,
} as const;

/**
 * Opens a pool. Every connection uses UTC and has timeouts for locks (5 s), statements (15 s) and idle transactions (15 s).
 * Throws when the driver lacks the patch that settles queries of a killed connection.
 */
export function openDatabase(url: string, { max = poolSize }: { max?: number } = {}): Db {
  assertDriverGuard();
  const client = postgres(url, {
    max,
    connect_timeout: connectSeconds,
    // The driver's default delay grows to 20 s after a few lost connections, and the next query waits as long.
    backoff: (retries) => Math.min(0.02 * 2 ** retries, 0.5),
    // Drizzle parses arrays itself, and the driver fails when it loses a connection while it fetches their types.
    fetch_types: false,
    onnotice: () => undefined,
    connection: { ...sessionParameters },
  });
  return drizzle(client);
}

let guardSeen = false;

function assertDriverGuard(): void {
  if (guardSeen) return;
  const require = createRequire(join(process.cwd(), "package.json"));
  const source = readFileSync(require.resolve("postgres").replace(/cjs\/src\/index\.js$/, "src/connection.js"), "utf8");
  if (!source.includes("if (!socket) {")) {
    throw new Error("The postgres driver is unpatched: run `npm ci` (its postinstall applies patches/).");
  }
  guardSeen = true;
}
