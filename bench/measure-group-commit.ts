import { addUsage } from "#lib/ledger/usage/add-usage.ts";
import { aSecond, type Figure, millis, ratio } from "./figure.ts";
import { inTurn } from "./in-turn.ts";
import { anyOf, type Load, openBestSinglePool, spendsASecond } from "./load.ts";
import { makeHistories } from "./make-histories.ts";
import { type Bench, openBench } from "./open-bench.ts";
import type { Size } from "./size.ts";

/** Spends of many callers over many accounts: grouped, against one transaction a spend. */
export async function measureMany(size: Size): Promise<Figure[]> {
  return await withAccounts(size, async (bench, ids) => {
    const what = `spends a second, ${size.callers} callers over ${size.accounts} accounts: grouped ÷ single`;
    return [
      await compare(bench, size, { what, account: anyOf(ids), goal: { atLeast: 8 } }),
      await measureBesideUsage(bench, size, ids.slice(0, accountsWithTotals)),
    ];
  });
}

/** So few that each has lines to add in every round. */
const accountsWithTotals = 100;

/** The same while lines are added to the totals of usage, once a round: the job runs once a minute. */
async function measureBesideUsage({ db }: Bench, { callers, rounds, roundMs }: Size, ids: string[]): Promise<Figure> {
  const load: Load = { callers, ms: roundMs, grouped: true, account: anyOf(ids) };
  const { above, below } = await inTurn(rounds, {
    above: async () => (await Promise.all([spendsASecond(db, load), addUsage(db)]))[0],
    below: () => spendsASecond(db, load),
  });
  const what = `spends a second over ${ids.length} accounts while usage is added up ÷ without`;
  return ratio(what, { above, below, write: aSecond }, { atLeast: 0.95 });
}

/** The same on one account, where transactions wait for one another. */
export async function measureHot(size: Size): Promise<Figure[]> {
  return await withAccounts(size, async (bench, ids) => {
    const what = `spends a second, ${size.callers} callers on one hot account: grouped ÷ single`;
    return [await compare(bench, size, { what, account: anyOf(ids.slice(0, 1)), goal: { atLeast: 15 } })];
  });
}

/** A single caller has no other commands to wait for. */
export async function measureAlone(size: Size): Promise<Figure[]> {
  return await withAccounts(size, async ({ db }, ids) => {
    const call = { callers: 1, ms: size.roundMs / 2, account: anyOf(ids) };
    const { above, below } = await inTurn(size.rounds, {
      above: async () => 1000 / (await spendsASecond(db, { ...call, grouped: true })),
      below: async () => 1000 / (await spendsASecond(db, { ...call, grouped: false })),
    });
    return [ratio("one caller: latency grouped ÷ single", { above, below, write: millis }, { atMost: 1.1 })];
  });
}

async function withAccounts<Answer>(
  size: Size,
  measure: (bench: Bench, ids: string[]) => Promise<Answer>,
): Promise<Answer> {
  const bench = await openBench();
  try {
    return await measure(
      bench,
      await makeHistories(bench.superuser, { accounts: size.accounts, lines: 1, batches: 1, credits: 1 }),
    );
  } finally {
    await bench.close();
  }
}

async function compare(
  { db, appUrl }: Bench,
  { callers, rounds, roundMs, connections }: Size,
  { what, account, goal }: { what: string; account: () => string; goal: NonNullable<Figure["goal"]> },
): Promise<Figure> {
  const single = await openBestSinglePool(appUrl, { account, ms: roundMs / 2, connections });
  const load: Load = { callers, ms: roundMs, grouped: true, account };
  const { above, below } = await inTurn(rounds, {
    above: () => spendsASecond(db, load),
    below: () => spendsASecond(single.db, { ...load, callers: single.callers, grouped: false }),
  });
  await single.db.$client.end();
  const figure = ratio(what, { above, below, write: aSecond }, goal);
  return { ...figure, of: `${figure.of}, at its best with ${single.callers} connections` };
}
