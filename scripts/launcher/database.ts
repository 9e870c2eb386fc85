import { spawn } from "node:child_process";
import { join } from "node:path";
import postgres from "postgres";
import { grantAppRole } from "#db/grant-app-role.ts";
import { migrate, missingMigrations } from "#db/migrate.ts";
import { type DatabaseFacts, type Env, refuseDatabase } from "#lib/config/mode.ts";
import { stopChild, untilEnded } from "./child.ts";
import { type LaunchOptions, projectFolder } from "./options.ts";
import { Problem } from "./problem.ts";
import type { Running } from "./steps.ts";

/** Where a database is: the owner migrates, the app's role may not change history. They may be one. */
export type DatabaseAddress = { ownerUrl: string; appUrl: string };

/** The oldest PostgreSQL that Purse runs on. */
const oldestMajor = 15;

/**
 * Refuses a database that this mode may not use.
 * @throws Problem that says why, also when nobody answers at the address.
 */
export async function checkDatabase(url: string, mode: LaunchOptions["mode"]): Promise<void> {
  const problems = await withConnection(url, async (sql) => {
    const [version] = await sql`select current_setting('server_version_num')::int / 10000 as major`;
    if (version?.major < oldestMajor)
      return [`The database is PostgreSQL ${version?.major}: ${oldestMajor} or newer is needed.`];
    return refuseDatabase(mode, await readFacts(sql));
  });
  if (problems.length > 0) throw new Problem(problems.join("\n"));
}

/** Applies migrations and the app role's rights, and marks the database as a demo's. Repeating it changes nothing. */
export async function prepareDemoDatabase({ ownerUrl, appUrl }: DatabaseAddress): Promise<void> {
  await migrate(ownerUrl);
  await withConnection(ownerUrl, async (sql) => {
    const [owner, role] = [ownerUrl, appUrl].map((url) => decodeURIComponent(new URL(url).username));
    if (role && role !== owner) await grantAppRole(sql, role);
    await sql`insert into demo_mark default values on conflict do nothing`;
  });
}

/** Whether the app's role could change history: triggers still refuse it, which is weaker than having no right to. */
export async function mayChangeHistory(appUrl: string): Promise<boolean> {
  return await withConnection(appUrl, async (sql) => {
    const [row] = await sql`select has_table_privilege('credit_transactions', 'update') as may`;
    return row?.may === true;
  });
}

/** What the shop lacks before anything can be bought or used, in one line; null when it has features and packs. */
export async function findEmptyCatalogue(appUrl: string): Promise<string | null> {
  const [row] = await withConnection(
    appUrl,
    (sql) => sql`select exists (select from feature_prices) as features, exists (select from packs) as packs`,
  );
  const lacking = ["features", "packs"].filter((what) => row?.[what] !== true);
  if (lacking.length === 0) return null;
  return `The catalogue has no ${lacking.join(" and no ")}: run npm run catalogue -- init, or catalogue -- apply FILE.`;
}

/** Brings the demo people in, as `npm run db:seed` does. */
export async function seedDemo(env: Env, running: Running): Promise<void> {
  const child = spawn(process.execPath, ["--conditions=react-server", join(projectFolder, "scripts/seed.ts")], {
    cwd: projectFolder,
    env: { ...env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  running.add(() => stopChild(child));
  if ((await untilEnded(child)) !== 0) throw new Problem("The demo data could not be written: see above.");
}

/** Whether somebody of the demo is there already. */
export async function hasDemoPeople(appUrl: string): Promise<boolean> {
  return await withConnection(appUrl, async (sql) => {
    const [row] = await sql`select exists (select from users where demo_slug is not null) as there`;
    return row?.there === true;
  });
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
    pendingMigrations: (await missingMigrations(sql)).length,
    fsync: String(row?.fsync),
    synchronousCommit: String(row?.synchronous_commit),
  };
}

async function withConnection<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  try {
    await sql`select 1`.catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new Problem(`The database at ${new URL(url).host} does not answer (${why}): check DATABASE_URL.`);
    });
    return await work(sql);
  } finally {
    await sql.end({ timeout: 2 });
  }
}
