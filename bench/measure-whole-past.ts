import { addDays, dayOf } from "#lib/format/calendar.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { exportHistory } from "#lib/ledger/read/export-history.ts";
import { addUsage } from "#lib/ledger/usage/add-usage.ts";
import { readUsage } from "#lib/ledger/usage/read-usage.ts";
import { spendOne } from "./commands.ts";
import { type Figure, millis, ratio } from "./figure.ts";
import { inTurn } from "./in-turn.ts";
import { makeHistories } from "./make-histories.ts";
import { type Bench, openBench } from "./open-bench.ts";
import type { Size } from "./size.ts";
import { timeOf } from "./time-of.ts";

const yearSeconds = 364 * 24 * 3600;
const downloads = 2;

/** What reads a whole past: usage of 12 months and downloads, of many lines against a hundredth of them on the same days. */
export async function measureWholePast({ oldAccount: { lines }, rounds, roundMs }: Size): Promise<Figure[]> {
  const bench = await openBench();
  try {
    const few = lines / 100;
    const old = await makeYear(bench, lines);
    const other = await makeYear(bench, few);
    await addUsage(bench.db);
    process.env.GROUP_COMMIT = "on";
    const compare = async (what: string, call: (account: string) => Promise<unknown>) => {
      const { above, below } = await inTurn(rounds, {
        above: () => timeOf(() => call(old), roundMs / 6),
        below: () => timeOf(() => call(other), roundMs / 6),
      });
      const title = `${what}: an account with ${lines} transactions ÷ with ${few} on the same days`;
      return ratio(title, { above, below, write: millis }, { atMost: 1.3 });
    };
    return [
      await compare("usage of 12 months", (account) => readYear(bench, account)),
      await compare(`the first ${few / 2} rows of a download`, (account) => download(bench, account, few / 2)),
      await measureDownload(bench, { account: old, rows: lines / 5 }),
      await measureSpendsBeside(bench, { account: old, spender: other, rounds, roundMs }),
    ];
  } finally {
    await bench.close();
  }
}

async function makeYear({ superuser }: Bench, lines: number): Promise<string> {
  const past = { accounts: 1, lines, batches: 1, credits: 1, secondsApart: yearSeconds / lines };
  const [account = ""] = await makeHistories(superuser, past);
  return account;
}

async function readYear({ db }: Bench, account: string): Promise<void> {
  const to = dayOf(new Date(), "UTC");
  await readUsage(db, account, { from: addDays(to, -365), to, unit: "month", group: "kind", timeZone: "UTC" });
}

/** Reads rows of a download, until there are so many; returns how many there were. */
async function download({ db }: Bench, account: string, most: number): Promise<number> {
  let rows = 0;
  const wanted = { lines: "jobs" as const, filter: { now: new Date() } };
  for await (const page of exportHistory(db, account, { wanted, upTo: 2_000_000_000 })) {
    rows += page.length;
    if (rows >= most) break;
  }
  return rows;
}

async function measureDownload(bench: Bench, { account, rows }: { account: string; rows: number }): Promise<Figure> {
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed - before);
  }, 20);
  const started = performance.now();
  await download(bench, account, rows);
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  const of = `${rows} rows, ${Math.round(rows / seconds)} a second, heap at most ${Math.round(most / 2 ** 20)} MiB more`;
  return { what: `a download of ${rows} rows`, value: seconds, unit: " s", of, goal: null };
}

/** One caller's spends while downloads run, against none. */
async function measureSpendsBeside(
  bench: Bench,
  { account, spender, rounds, roundMs }: { account: string; spender: string; rounds: number; roundMs: number },
): Promise<Figure> {
  const spends = () => timeOf(() => commitOne(bench.db, spendOne(spender)), roundMs / 3);
  const beside = async () => {
    let goes = true;
    const running = Array.from({ length: downloads }, async () => {
      const wanted = { lines: "jobs" as const, filter: { now: new Date() } };
      while (goes)
        for await (const _ of exportHistory(bench.db, account, { wanted, upTo: 2_000_000_000 })) if (!goes) break;
    });
    const time = await spends();
    goes = false;
    await Promise.all(running);
    return time;
  };
  const { above, below } = await inTurn(rounds, { above: beside, below: spends });
  return ratio(
    `a spend of one caller beside ${downloads} downloads ÷ without`,
    { above, below, write: millis },
    { atMost: 1.3 },
  );
}
