import { type Db, openDatabase } from "#db/client.ts";

const slot = Symbol.for("purse.database");
const store: typeof globalThis & { [slot]?: Db } = globalThis;

/** The process-wide pool, on `DATABASE_URL`. A bundler may load this module twice: the pool stays one. */
export function database(): Db {
  store[slot] ??= openDatabase(databaseUrl());
  return store[slot];
}

/** Where LISTEN and other long-lived connections go: past a transaction pooler where one stands between. */
export function directDatabaseUrl(): string {
  return process.env.DATABASE_DIRECT_URL ?? databaseUrl();
}

function databaseUrl(): string {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: start with `npm start`, which sets it.");
  return url;
}
