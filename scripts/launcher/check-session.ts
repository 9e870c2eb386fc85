import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { openDatabase, sessionParameters } from "#db/client.ts";
import { withDeadline } from "#lib/with-deadline.ts";

const limitMs = 10_000;
/** A pooler that hands out connections in any fixed order gives each transaction another one within two rounds. */
const rounds = 6;

/**
 * Says what the app would lack on connections to an address, each with what to set where: a pooler may refuse or drop
 * start-up parameters, forget prepared statements, or have no transactions. An empty list: nothing.
 * @throws the database's error when no pooler is the cause.
 */
export async function checkSession(url: string): Promise<string[]> {
  const refused = await findRefusedParameters(url);
  // Everything else is checked without them, so that all problems are reported at once.
  const open = () => (refused.length > 0 ? openPlain(url) : openDatabase(url, { max: 1 }).$client);
  const [one, other] = [open(), open()];
  try {
    const settings = await withDeadline(findSettings(one), limitMs);
    const statements = await withDeadline(findLostStatements(one, other), limitMs).catch(explainStatements);
    return [...refused, ...settings, ...statements];
  } finally {
    await Promise.all([one, other].map((sql) => sql.end({ timeout: 0 })));
  }
}

function openPlain(url: string): postgres.Sql {
  return postgres(url, { max: 1, connect_timeout: 10, fetch_types: false, onnotice: () => undefined });
}

async function findRefusedParameters(url: string): Promise<string[]> {
  const { $client: sql } = openDatabase(url, { max: 1 });
  try {
    await withDeadline(sql`select 1`.execute(), limitMs);
    return [];
  } catch (error) {
    if (!(error instanceof Error) || !/startup parameter/i.test(error.message)) throw error;
    const names = Object.keys(sessionParameters).filter((name) => !/^(application_name|TimeZone)$/.test(name));
    return [
      `The pooler in DATABASE_URL refuses start-up parameters (${error.message}). In PgBouncer: ignore_startup_parameters = ${names.join(",")}`,
    ];
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/** The timeouts can be stricter than the app asks for, and can be set on the role; the others have one right value. */
async function findSettings(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql`
    select name, setting, quote_ident(current_user) as role from pg_settings where name in ${sql(Object.keys(sessionParameters))}`;
  const found = new Map(rows.map(({ name, setting }) => [String(name), String(setting)]));
  const wrong = Object.entries(sessionParameters).filter(([name, wanted]) => !stands(name, wanted, found.get(name)));
  if (wrong.length === 0) return [];
  const names = wrong.map(([name]) => `${name} is ${found.get(name)}`).join(", ");
  const orders = wrong
    .map(([name, value]) => `ALTER ROLE ${rows[0]?.role} SET ${name} = '${written(value)}';`)
    .join(" ");
  return [
    `On connections to DATABASE_URL ${names}: start-up parameters don't arrive. Run, as a superuser or the role itself: ${orders} Then close the pooler's open connections (PgBouncer: RECONNECT).`,
  ];
}

function written(value: string | number): string {
  return typeof value === "number" ? `${value / 1_000}s` : value;
}

function stands(name: string, wanted: string | number, found: string | undefined): boolean {
  // Only performance, or a name for logs: the app works without it.
  if (name === "random_page_cost" || name === "application_name") return true;
  if (name.endsWith("_timeout")) return Number(found) > 0 && Number(found) <= Number(wanted);
  return found === wanted || (name === "TimeZone" && found === "Etc/UTC");
}

/** Two transactions at a time take connections in turns; each prepares two statements and uses them on all that follow. */
async function findLostStatements(one: postgres.Sql, other: postgres.Sql): Promise<string[]> {
  for (let round = 0; round < rounds; round += 1) {
    const inTurn = round % 2 === 0 ? [one, other] : [other, one];
    for (const client of inTurn) await client.unsafe("begin");
    for (const client of inTurn) await client`select pg_backend_pid() as backend`;
    for (const client of inTurn) await client`select ${round}::int as round`;
    for (const client of [one, other]) await client.unsafe("commit");
    // A pooler takes a connection back after a moment.
    await sleep(5);
  }
  return [];
}

const statementCodes = ["26000", "42P05", "25P02"];

function explainStatements(error: unknown): string[] {
  if (!(error instanceof Error)) throw error;
  const code = "code" in error ? String(error.code) : "";
  // PgBouncer sends the reason and closes the connection; one of the two clients may see only one of these.
  if (/statement pooling/i.test(error.message) || code === "CONNECTION_CLOSED")
    return [
      "The pooler in DATABASE_URL closes connections on which a transaction begins. In PgBouncer: pool_mode = transaction (or session)",
    ];
  if (statementCodes.includes(code) || /prepared statement/i.test(error.message))
    return [
      "The pooler in DATABASE_URL forgets prepared statements between transactions. In PgBouncer 1.21 or newer: max_prepared_statements = 200; in an older one: pool_mode = session",
    ];
  if (error.name === "DeadlinePassed")
    return [
      "Two transactions at once don't come through DATABASE_URL within 10 s: give the pool at least 10 connections (PgBouncer: default_pool_size).",
    ];
  throw error;
}
