import { aSecond, type Figure, ratio } from "./figure.ts";
import { inTurn } from "./in-turn.ts";
import { startLoadProcess } from "./load-processes.ts";
import { makeHistories } from "./make-histories.ts";
import { type Bench, openBench } from "./open-bench.ts";
import type { Size } from "./size.ts";

/** Two app processes on one database against one, with the same number of callers in all. */
export async function measureProcesses(size: Size): Promise<Figure[]> {
  const bench = await openBench();
  try {
    const past = { accounts: size.accounts, lines: 1, batches: 1, credits: 1 };
    const accounts = await makeHistories(bench.superuser, past);
    const what = "spends a second, two app processes ÷ one";
    const told = await compare(bench, accounts, size, { what: `${what}, with NOTIFY`, goal: { atLeast: 0.9 } });
    await silence(bench);
    return [told, await compare(bench, accounts, size, { what: `${what}, without NOTIFY`, goal: { atLeast: 0.9 } })];
  } finally {
    await bench.close();
  }
}

async function compare(
  { appUrl }: Bench,
  accounts: string[],
  { callers, rounds, roundMs: ms }: Size,
  { what, goal }: { what: string; goal: Figure["goal"] },
): Promise<Figure> {
  const [one, two] = [startLoadProcess(appUrl), startLoadProcess(appUrl)];
  for (const process of [one, two]) await process.run({ callers, ms: 2 * ms, accounts });
  const { above, below } = await inTurn(rounds, {
    above: async () => {
      const both = await Promise.all([one, two].map((process) => process.run({ callers: callers / 2, ms })));
      return both.reduce((sum, load) => sum + (load.done / load.ms) * 1000, 0);
    },
    below: async () => {
      const load = await one.run({ callers, ms });
      return (load.done / load.ms) * 1000;
    },
  });
  await Promise.all([one.stop(), two.stop()]);
  return ratio(what, { above, below, write: aSecond }, goal);
}

/** For later connections, the database gets a `pg_notify` that announces nothing: the app stays as it is. */
async function silence({ superuser }: Bench): Promise<void> {
  await superuser.unsafe(`
    create schema silent;
    create function silent.pg_notify(text, text) returns void language sql as 'select';
    grant usage on schema silent to public;
    do $$ begin execute format('alter database %I set search_path = silent, pg_catalog, public', current_database()); end $$;`);
}
