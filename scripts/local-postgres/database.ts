import { spawn } from "node:child_process";
import { join } from "node:path";
import postgres from "postgres";
import { grantAppRole } from "#db/grant-app-role.ts";
import { findNewer, migrate, missingMigrations, NewerDatabase } from "#db/migrate.ts";
import type { Env } from "#lib/config/env.ts";
import { type DatabaseFacts, refuseDatabase } from "#lib/config/mode.ts";
import { checkDirect } from "#scripts/launcher/check-direct.ts";
import { checkSession } from "#scripts/launcher/check-session.ts";
import { stopChild, untilEnded } from "#scripts/launcher/child.ts";
import { type LaunchOptions, projectFolder } from "#scripts/launcher/options.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import type { Running } from "#scripts/launcher/steps.ts";

/** The addresses of a database: the owner migrates, the app's role cannot change history. They can be the same. */
export type DatabaseAddress = { ownerUrl: string; appUrl: string };

/** The oldest PostgreSQL that Purse runs on. */
const oldestMajor = 15;

/**
 * Refuses a database that this mode must not use, and unsuitable connections to it: through a pooler, or for
 * LISTEN. Returns one line for each address.
 * @throws Problem that lists everything wrong, also when an address does not respond.
 */
export async function checkDatabase(
  { url, directUrl }: { url: string; directUrl?: string | undefined },
  mode: LaunchOptions["mode"],
): Promise<string[]> {
  const version = await withConnection(url, "DATABASE_URL", readVersion);
  if (directUrl) await withConnection(directUrl, "DATABASE_DIRECT_URL", readVersion);
  const problems = await Promise.all([
    withConnection(url, "DATABASE_URL", async (sql) => refuseDatabase(mode, await readFacts(sql))).catch(explainRights),
    checkSession(url),
    checkDirect({ directUrl, url }),
  ]);
  if (problems.flat().length > 0) throw new Problem(problems.flat().join("\n"));
  const lines = [`Database: connected to ${new URL(url).host} (PostgreSQL ${version})`];
  return directUrl ? [...lines, `Database, direct: connected to ${new URL(directUrl).host}`] : lines;
}

/** Migrated only by the owner, a new database gives no other role any right. */
function explainRights(error: unknown): string[] {
  if (!(error instanceof postgres.PostgresError) || error.code !== "42501") throw error;
  return [
    `The role in DATABASE_URL lacks its rights (${error.message}): run npm run db:migrate with DATABASE_OWNER_URL and DATABASE_URL set, then start again.`,
  ];
}

/**
 * Applies migrations as the owner.
 * @throws Problem when no server answers there, or a newer version has migrated it.
 */
export async function applyMigrations(ownerUrl: string, name: string): Promise<void> {
  await withConnection(ownerUrl, name, readVersion);
  await migrate(ownerUrl).catch((error: unknown) => {
    throw error instanceof NewerDatabase ? new Problem(error.message) : error;
  });
}

/** Grants the app's role its rights: the user of the app's address, or else the roles that had them. Returns their names. */
export async function grantRights({ ownerUrl, appUrl }: DatabaseAddress): Promise<string[]> {
  return await withConnection(ownerUrl, "DATABASE_OWNER_URL", async (sql) => {
    const [owner, role] = [ownerUrl, appUrl].map((url) => decodeURIComponent(new URL(url).username));
    const roles = role && role !== owner ? [role] : await readAppRoles(sql);
    for (const one of roles) await grantAppRole(sql, one);
    return roles;
  });
}

/** Applies migrations and the app role's rights, and marks the database as a demo's. Repeating it changes nothing. */
export async function prepareDemoDatabase({ ownerUrl, appUrl }: DatabaseAddress): Promise<void> {
  await applyMigrations(ownerUrl, "DATABASE_OWNER_URL");
  await withConnection(ownerUrl, "DATABASE_OWNER_URL", async (sql) => {
    const [owner, role] = [ownerUrl, appUrl].map((url) => decodeURIComponent(new URL(url).username));
    if (role && role !== owner) await grantAppRole(sql, role);
    await sql`insert into demo_mark default values on conflict do nothing`;
  });
}

/** Whether the app's role could change history: triggers still refuse it, which is weaker than having no right to. */
export async function mayChangeHistory(appUrl: string): Promise<boolean> {
  return await withConnection(appUrl, "DATABASE_URL", async (sql) => {
    const [row] = await sql`select has_table_privilege('credit_transactions', 'update') as may`;
    return row?.may === true;
  });
}

/** What the catalogue lacks before anything can be bought or used, in one line; null when it has features and packs. */
export async function findEmptyCatalogue(appUrl: string): Promise<string | null> {
  const [row] = await withConnection(
    appUrl,
    "DATABASE_URL",
    (sql) => sql`select exists (select from feature_prices) as features, exists (select from packs) as packs`,
  );
  const lacking = ["features", "packs"].filter((what) => row?.[what] !== true);
  if (lacking.length === 0) return null;
  return `The catalogue has no ${lacking.join(" and no ")}: run npx purse catalogue init, or npx purse catalogue apply FILE.`;
}

/** A sentence about plan prices that Stripe does not have yet, which cannot be bought until then; null when there are none. */
export async function findMissingPrices(appUrl: string, live: boolean): Promise<string | null> {
  const rows = await withConnection(appUrl, "DATABASE_URL", async (sql) => {
    // Until the database is migrated, there are no plans.
    const [table] = await sql`select to_regclass('stripe_prices') is not null as there`;
    if (table?.there !== true) return [];
    return await sql`
      select lookup_key as key from (
        select distinct on (plan, interval, currency) id, lookup_key, retired_at from plan_prices
        where "from" <= now() order by plan, interval, currency, "from" desc) price
      where (retired_at is null or retired_at > now())
        and not exists (select from stripe_prices where plan_price = price.id and livemode = ${live}) order by 1`;
  });
  if (rows.length === 0) return null;
  return `Stripe lacks the prices ${rows.map((row) => row.key).join(", ")}: run npx purse catalogue sync.`;
}

/** Adds the demo users, as `npm run db:seed` does. */
export async function seedDemo(env: Env, running: Running): Promise<void> {
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", join(projectFolder, "scripts/purse.ts"), "seed"],
    {
      cwd: projectFolder,
      env: { ...env, NODE_ENV: "production" },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  running.add(() => stopChild(child));
  if ((await untilEnded(child)) !== 0) throw new Problem("The demo data could not be written: see above.");
}

/** Whether the database has demo users already. */
export async function hasDemoPeople(appUrl: string): Promise<boolean> {
  return await withConnection(appUrl, "DATABASE_URL", async (sql) => {
    const [row] = await sql`select exists (select from users where demo_slug is not null) as there`;
    return row?.there === true;
  });
}

/** @throws Problem when it is too old a PostgreSQL. */
async function readVersion(sql: postgres.Sql): Promise<string> {
  const [row] = await sql`
    select current_setting('server_version_num')::int / 10000 as major, current_setting('server_version') as version`;
  if (row?.major < oldestMajor)
    throw new Problem(`The database is PostgreSQL ${row?.major}: ${oldestMajor} or newer is needed.`);
  return String(row?.version).split(" ")[0] ?? "";
}

/** The roles that can write accounts without owning them: those that got an app role's rights before. */
async function readAppRoles(owner: postgres.Sql): Promise<string[]> {
  const rows = await owner`
    select r.rolname as role from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
    where c.oid = 'public.credit_accounts'::regclass and a.privilege_type = 'INSERT' and a.grantee <> c.relowner
    order by role`;
  return rows.map(({ role }) => String(role));
}

async function readFacts(sql: postgres.Sql): Promise<DatabaseFacts> {
  const [row] = await sql`
    select exists (select from pg_tables where schemaname = 'public') as has_tables,
      to_regclass('public.demo_mark') is not null as has_mark,
      current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit`;
  const marks = row?.has_mark ? await sql`select from demo_mark` : [];
  return {
    hasTables: row?.has_tables === true,
    marked: marks.length > 0,
    newer: await findNewer(sql),
    pendingMigrations: (await missingMigrations(sql)).length,
    fsync: String(row?.fsync),
    synchronousCommit: String(row?.synchronous_commit),
  };
}

async function withConnection<T>(url: string, name: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, prepare: false, onnotice: () => undefined });
  try {
    await sql`select 1`.catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new Problem(`The database at ${new URL(url).host} does not answer (${why}): check ${name}.`);
    });
    return await work(sql);
  } finally {
    await sql.end({ timeout: 2 });
  }
}
