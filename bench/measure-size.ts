import { aSecond, type Figure, ratio } from "./figure.ts";
import { inTurn } from "./in-turn.ts";
import { anyOf, spendsASecond } from "./load.ts";
import { makeHistories } from "./make-histories.ts";
import { type Bench, openBench, type Settings } from "./open-bench.ts";
import type { Size } from "./size.ts";

/** A server that has the memory for such tables; without lz4 where the binaries were built without it. */
const large = { shared_buffers: "2GB", max_wal_size: "8GB" };
const compressed = { ...large, wal_compression: "lz4" };

/** Spends with many lines in the tables against few, over the same number of accounts, on two servers at once. */
export async function measureSize(size: Size): Promise<Figure[]> {
  const { accounts, tables } = size;
  const pastOf = (lines: number) => ({ accounts, lines: lines / accounts, batches: 1, credits: 1 });
  let [few, many] = await Promise.all([openBench(), openBench()]);
  const settings = (await hasLz4(few)) ? compressed : large;
  try {
    [few, many] = await Promise.all([few.restart(settings), many.restart(settings)]);
    const ids = {
      few: await makeHistories(few.superuser, pastOf(tables.few)),
      many: await makeHistories(many.superuser, pastOf(tables.many)),
    };
    const what = `spends a second with ${tables.many} transactions in the tables ÷ with ${tables.few}`;
    const settled = await compare(size, {
      few,
      many,
      ids,
      what: `${what}, ${saying(settings)}`,
      goal: { atLeast: 0.7 },
    });
    [few, many] = await Promise.all([few.restart({}), many.restart({})]);
    return [settled, await compare(size, { few, many, ids, what: `${what}, stock settings`, goal: null })];
  } finally {
    await few.close();
    await many.close();
  }
}

/** The first write to a page after a checkpoint logs it whole: warming up touches nearly all of them, as hours of use do. */
const visitsEach = 1;

async function compare(
  { accounts, callers, rounds, roundMs }: Size,
  {
    few,
    many,
    ids,
    what,
    goal,
  }: { few: Bench; many: Bench; ids: Record<"few" | "many", string[]>; what: string; goal: Figure["goal"] },
): Promise<Figure> {
  const load = { callers, ms: roundMs, grouped: true };
  for (const [bench, own] of [
    [few, ids.few],
    [many, ids.many],
  ] as const) {
    for (let done = 0; done < visitsEach * accounts; ) {
      done += ((await spendsASecond(bench.db, { ...load, account: anyOf(own) })) * roundMs) / 1000;
    }
  }
  const { above, below } = await inTurn(rounds, {
    above: () => spendsASecond(many.db, { ...load, account: anyOf(ids.many) }),
    below: () => spendsASecond(few.db, { ...load, account: anyOf(ids.few) }),
  });
  return ratio(what, { above, below, write: aSecond }, goal);
}

async function hasLz4({ superuser }: Bench): Promise<boolean> {
  const [row] = await superuser`select 'lz4' = any(enumvals) as there from pg_settings where name = 'wal_compression'`;
  return row?.there === true;
}

function saying(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ")
    .concat("wal_compression" in settings ? "" : " (these binaries have no lz4)");
}
