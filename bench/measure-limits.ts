import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { type Db, openDatabase } from "#db/client.ts";
import { runPrepared } from "#db/prepared.ts";
import { insertEntries, insertTransactions } from "#db/queries/credits/changes.ts";
import { aSecond, type Figure } from "./figure.ts";
import { anyOf, spendsASecond } from "./load.ts";
import { makeHistories } from "./make-histories.ts";
import { type Bench, openBench } from "./open-bench.ts";
import type { Size } from "./size.ts";

/** As many rows as a full list of commands writes. */
const together = 256;

/** What the machine allows: commits of one tiny row, and the rows of spends without reading or deciding anything. */
export async function measureLimits(size: Size): Promise<Figure[]> {
  const bench = await openBench();
  try {
    const past = { accounts: size.accounts, lines: 1, batches: 1, credits: 1 };
    const ids = await makeHistories(bench.superuser, past);
    const ms = size.roundMs;
    const figures: Figure[] = [];
    for (const connections of [1, 16]) {
      const rate = await commitsASecond(bench, { connections, ms });
      const what = `commits of one small row a second, ${connections} at a time: what the disk allows`;
      figures.push({
        what,
        value: rate,
        unit: "/s",
        of: `${(1000 / (rate / connections)).toFixed(2)} ms each`,
        goal: null,
      });
    }
    const account = anyOf(ids);
    await spendsASecond(bench.db, { callers: size.callers, ms, grouped: true, account });
    const grouped = await spendsASecond(bench.db, { callers: size.callers, ms, grouped: true, account });
    const bare = await bareSpendsASecond(bench.db, { ms, account });
    const what =
      "spends a second, grouped ÷ a bare insert of the same lines and entries, nothing read, decided, updated or told";
    figures.push({ what, value: grouped / bare, unit: "", of: `${aSecond(grouped)} ÷ ${aSecond(bare)}`, goal: null });
    return figures;
  } finally {
    await bench.close();
  }
}

async function commitsASecond(
  { superuser, appUrl }: Bench,
  { connections, ms }: { connections: number; ms: number },
): Promise<number> {
  await superuser`create table if not exists tiny (n int)`;
  await superuser`grant insert on tiny to public`;
  const db = openDatabase(appUrl, { max: connections });
  const run = async (until: number) => {
    let done = 0;
    const caller = async () => {
      for (; performance.now() < until; done += 1) await runPrepared(db, sql`insert into tiny values (${1})`);
    };
    await Promise.all(Array.from({ length: connections }, caller));
    return done;
  };
  await run(performance.now() + ms / 3);
  const started = performance.now();
  const done = await run(started + ms);
  const rate = (done / (performance.now() - started)) * 1000;
  await db.$client.end();
  return rate;
}

/** Two at a time, like worker lanes: only the statements that `commit` adds lines and entries with. */
async function bareSpendsASecond(db: Db, { ms, account }: { ms: number; account: () => string }): Promise<number> {
  let version = 1_000_000;
  const newLine = () => {
    version += 1;
    const key = {
      keyScope: "service:bench",
      idempotencyKey: randomBytes(16).toString("hex"),
      fingerprint: "0".repeat(32),
    };
    const balance = { amount: -1, balanceBefore: 2, balanceAfter: 1, debtChange: 0 };
    const said = { type: "spend" as const, at: new Date(), feature: "ai-image", units: 1, actor: "bench" };
    return { accountId: account(), version, ...balance, ...key, ...said };
  };
  const run = async (until: number) => {
    let done = 0;
    const lane = async () => {
      for (; performance.now() < until; done += together) {
        const lines = Array.from({ length: together }, newLine);
        const entries = lines.map(({ accountId, version: of }) => ({ accountId, version: of, batch: 1, amount: -1 }));
        await db.transaction(async (tx) => {
          await Promise.all([insertTransactions(tx, lines), insertEntries(tx, entries)]);
        });
      }
    };
    await Promise.all([lane(), lane()]);
    return done;
  };
  await run(performance.now() + ms / 3);
  const started = performance.now();
  return ((await run(started + ms)) / (performance.now() - started)) * 1000;
}
