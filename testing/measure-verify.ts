import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { type Db, openDatabase, type Tx } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import type { Command } from "#lib/credits/command.ts";
import { commitHistory } from "#lib/ledger/commit/commit-history.ts";
import { startPostgres } from "#scripts/local-postgres/postgres.ts";
import { grantOf, openAccount, spendOf } from "./accounts.ts";
import { adjustOf, captureOf, freezeOf, holdOf, refundOf, releaseOf } from "./use-commands.ts";

// node --conditions=react-server testing/measure-verify.ts --lines 10000000 [--keep]
// How long `npm run verify` takes, and how much memory, on this many transactions: histories with every type of line are
// committed for a few accounts and copied, interleaved line by line, to as many others as needed. --keep leaves
// the database in .data/measure-verify, where the next measurement finds it.
const { values: options } = parseArgs({
  options: { lines: { type: "string", default: "1000000" }, keep: { type: "boolean", default: false } },
});
const dataFolder = join(import.meta.dirname, "../.data/measure-verify");
const templates = 20;
const linesEach = 100;
const tables = ["credit_accounts", "credit_batches", "credit_transactions", "credit_entries", "credit_holds"];

const isMade = existsSync(dataFolder);
const server = await startPostgres({ dataFolder, durable: false });
const database = new URL(server.ownerUrl).pathname.slice(1);
// Copying skips foreign key checks, which only a superuser can do.
const superuser = postgres(server.superuserUrl, { database, max: 1, onnotice: () => undefined });
try {
  await migrate(server.ownerUrl);
  if (!isMade) await make(Number(options.lines));
  await measure();
} finally {
  await superuser.end();
  await server.stop();
  if (!options.keep) rmSync(dataFolder, { recursive: true, force: true });
}

async function make(lines: number): Promise<void> {
  const db = openDatabase(server.ownerUrl, { max: 1 });
  const pasts: string[] = [];
  for (let nth = 0; nth < templates; nth += 1) pasts.push(await openPast(db, nth));
  await db.$client.end();
  const began = performance.now();
  await copy(pasts, Math.round(lines / templates / linesEach));
  console.log(`made in ${seconds(began)}`);
}

async function measure(): Promise<void> {
  const [size] = await superuser`select pg_size_pretty(pg_database_size(current_database())) as size,
    (select count(*) from credit_transactions) as lines, (select count(*) from credit_entries) as entries,
    (select count(*) from credit_batches) as batches, (select count(*) from credit_holds) as holds,
    (select count(*) from credit_accounts) as accounts, current_setting('shared_buffers') as buffers`;
  console.log(size);
  const began = performance.now();
  const script = join(import.meta.dirname, "../scripts/purse.ts");
  const child = spawn(process.execPath, ["--conditions=react-server", script, "verify"], {
    env: { ...process.env, DATABASE_URL: server.ownerUrl },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.on("data", (said: Buffer) => process.stdout.write(`${seconds(began).padStart(9)}  ${said}`));
  const ended = once(child, "exit");
  const most = { node: 0, postgres: 0, temporary: 0 };
  while (child.exitCode === null) {
    const [temporary] = await superuser`select coalesce(sum(size), 0)::float8 / 1048576 as mb from pg_ls_tmpdir()`;
    most.temporary = Math.max(most.temporary, Number(temporary?.mb));
    most.node = Math.max(most.node, memoryOf(child.pid ?? 0, "VmHWM"));
    const backends = await superuser`select pid from pg_stat_activity where pid <> pg_backend_pid()`;
    // What is their own, without the buffers that all share.
    const own = backends.reduce((sum, { pid }) => sum + memoryOf(Number(pid), "RssAnon"), 0);
    most.postgres = Math.max(most.postgres, own);
    await Promise.race([ended, sleep(200)]);
  }
  if (child.exitCode !== 0) throw new Error(`verify ended with ${child.exitCode}`);
  console.log(
    `verify took ${seconds(began)}; at most ${megabytes(most.node)} in node, ${megabytes(most.postgres)} in Postgres, ${megabytes(most.temporary)} in temporary files`,
  );
}

/** In MB, as Linux reports it; 0 where it does not, or when the process is gone. */
function memoryOf(pid: number, what: "VmHWM" | "RssAnon"): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(new RegExp(`${what}:\\s*(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function megabytes(mb: number): string {
  return `${mb.toFixed(0)} MB`;
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** Copies each history to this many new accounts: row by row, so that the lines of accounts are interleaved. */
async function copy(pasts: readonly string[], times: number): Promise<void> {
  for (const table of tables) {
    const key = table === "credit_accounts" ? "id" : "account_id";
    const columns = await superuser`select quote_ident(column_name) as name from information_schema.columns
      where table_schema = 'public' and table_name = ${table}`;
    const names = columns.map(({ name }) => String(name));
    const values = names.map((name) => (name === key ? "made.id" : `t.${name}`));
    const order =
      { credit_batches: "t.number", credit_holds: "t.number", credit_accounts: "t.id" }[table] ?? "t.version";
    await superuser.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      if (table === "credit_accounts") {
        await tx.unsafe(`create table copies as select past, gen_random_uuid() as id
          from unnest('{${pasts.join()}}'::uuid[]) past, generate_series(2, ${times})`);
        await tx`create index on copies (past, id)`;
      }
      await tx.unsafe(`insert into ${table} (${names.join()}) select ${values.join()}
        from (select * from ${table} t order by ${order}) t join copies made on made.past = t.${key}`);
    });
  }
  await superuser`drop table copies`;
  await superuser`vacuum (analyze)`;
}

/** The history of one account, with every type of line in it. */
async function openPast(db: Db, seed: number): Promise<string> {
  const account = await openAccount(db);
  await db.transaction(async (tx) => {
    const start = Date.now() - 300 * 86_400_000;
    let [line, hold] = [0, 0];
    for (let step = 0; line < linesEach; step += 1) {
      const now = new Date(start + (seed + step * 60) * 60_000);
      const command = nextCommand(account, { step: step + seed * 12, now, line, hold });
      await commitHistory(tx, [account], () => [{ now, command }]);
      const [row] = await read(tx, account);
      line = Number(row?.version);
      hold = Number(row?.holds);
    }
  });
  return account;
}

async function read(tx: Tx, account: string) {
  return await tx.execute(`select version, holds from credit_accounts where id = '${account}'`);
}

function nextCommand(
  account: string,
  { step, now, line, hold }: { step: number; now: Date; line: number; hold: number },
): Command {
  const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
  if (line === 0) return grantOf(account, 100_000);
  switch (step % 12) {
    case 0:
      return grantOf(account, 30 + (step % 7), { kind: "activity", expiresAt: later(3 + (step % 40)) });
    case 1:
      return grantOf(account, 100, { kind: "subscription", expiresAt: later(720) });
    case 2:
      return holdOf(account, 12 + (step % 5), { expiresInSeconds: 7_000 });
    case 3:
      return hold === 0 ? spendOf(account, 1) : captureOf(account, hold, { amount: 5 });
    case 4:
      return holdOf(account, 6, { expiresInSeconds: 7_000 });
    case 5:
      return hold === 0
        ? spendOf(account, 1)
        : releaseOf(account, hold, { cause: step % 24 === 5 ? "cancelled" : "failed" });
    case 6:
      return adjustOf(account, step % 24 === 6 ? -2 : 3);
    case 8:
      return spendOf(account, 20 + (step % 9));
    case 9:
      return refundOf(account, line, { amount: 7 });
    case 10:
      return freezeOf(account);
    case 11:
      return freezeOf(account, "unfreeze");
    default:
      return spendOf(account, 1 + (step % 13));
  }
}
