import { type Db, openDatabase } from "#db/client.ts";
import { log } from "#lib/observability/log.ts";

const drainSeconds = 10;
const slot = Symbol.for("purse.database");
const store: typeof globalThis & { [slot]?: Db } = globalThis;

/** The process-wide pool, on `DATABASE_URL`. A bundler may load this module twice: the pool stays one. */
export function database(): Db {
  store[slot] ??= openDatabase(databaseUrl());
  return store[slot];
}

/**
 * Continues with a new pool when one has a connection that hangs; queries that still run on the old one have 10 s.
 * Does nothing when the pool was replaced already, or is not the process-wide one.
 */
export function renewDatabase(stuck: Db): void {
  if (store[slot] !== stuck) return;
  store[slot] = openDatabase(databaseUrl());
  log.warn("A database connection did not respond in time: continuing with new ones");
  stuck.$client
    .end({ timeout: drainSeconds })
    .catch((error: unknown) => log.warn({ err: error }, "The old pool did not close"));
}

/**
 * The address for LISTEN and other long-lived connections: the direct one where a transaction pooler is used. Empty
 * counts as not set.
 */
export function directDatabaseUrl(): string {
  return process.env.DATABASE_DIRECT_URL || databaseUrl();
}

function databaseUrl(): string {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: start with `npm start`, which sets it.");
  return url;
}
