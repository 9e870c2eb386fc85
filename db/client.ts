import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";

/** A database that statements run on: the pool. */
export type Db = PostgresJsDatabase & { $client: postgres.Sql };

/** An open transaction; inside one, only this may be used. */
export type Tx = Parameters<Parameters<PostgresJsDatabase["transaction"]>[0]>[0];

/** Either: for queries that serve both. */
export type DbOrTx = PostgresJsDatabase | Tx;

const poolSize = 10;
const connectSeconds = 10;

/** What every connection of the app asks for as it starts; times in milliseconds. A pooler may drop them, so the start reads them back. */
export const sessionParameters = {
  application_name: "purse",
  TimeZone: "UTC",
  // Said here once, so that no transaction spends a round trip on saying it.
  default_transaction_isolation: "read committed",
  // Plans count on a solid-state disk: with the default of spinning ones, small tables are read whole.
  random_page_cost: 1.1,
  lock_timeout: 5_000,
  statement_timeout: 15_000,
  idle_in_transaction_session_timeout: 15_000,
} as const;

/**
 * Opens a pool. Every connection speaks UTC and gives up on locks (5 s), statements (15 s) and idle transactions (15 s).
 * Throws when the driver lacks the guard that settles queries of a killed connection.
 */
export function openDatabase(url: string, { max = poolSize }: { max?: number } = {}): Db {
  assertDriverGuard();
  const client = postgres(url, {
    max,
    connect_timeout: connectSeconds,
    // The driver's own waits grow to 20 s after a few lost connections, and whoever is next in line waits as long.
    backoff: (retries) => Math.min(0.02 * 2 ** retries, 0.5),
    // Drizzle reads arrays itself; and the driver cannot bear to lose a connection while it asks for their types.
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
