import { randomUUID } from "node:crypto";
import { commit, commitOne } from "#lib/ledger/commit.ts";
import { grantMany, spendOne } from "./commands.ts";
import type { Bench } from "./open-bench.ts";
import { aSecond, median, millis, type Ratio } from "./ratio.ts";

interface Size {
  accounts: number;
  rounds: number;
  roundMs: number;
  callers: number;
}

/** The best number of connections for one transaction a spend, as tried on two cores; the pool has ten. */
const plainCallers = 10;

/** Spends gathered into common commits against the same engine with one transaction a spend, alone and contended. */
export async function measureSpends(bench: Bench, size: Size): Promise<Ratio[]> {
  const ids = await makeAccounts(bench, size.accounts);
  const any = () => pick(ids);
  const [hot = any()] = ids;
  const oneHot = () => hot;
  const rates = { many: ratesOf(), hot: ratesOf(), alone: ratesOf() };
  await round(bench, { ...size, gathered: true, account: any, roundMs: size.roundMs / 2 });
  for (let nth = 0; nth < size.rounds; nth += 1) {
    for (const gathered of [true, false]) {
      const callers = gathered ? size.callers : plainCallers;
      const into = gathered ? "gathered" : "plain";
      rates.many[into].push(await round(bench, { ...size, callers, gathered, account: any }));
      rates.hot[into].push(await round(bench, { ...size, callers, gathered, account: oneHot }));
      rates.alone[into].push(await round(bench, { ...size, callers: 1, gathered, account: any }));
    }
  }
  const [many, one, alone] = [medians(rates.many), medians(rates.hot), medians(rates.alone)];
  const name = `spends, ${size.callers} callers`;
  return [
    {
      what: `${name}, ${size.accounts} accounts: gathered ÷ plain`,
      above: aSecond(many.gathered),
      below: aSecond(many.plain),
      ratio: many.gathered / many.plain,
      goal: "≥ 8",
    },
    {
      what: `${name}, one hot account: gathered ÷ plain`,
      above: aSecond(one.gathered),
      below: aSecond(one.plain),
      ratio: one.gathered / one.plain,
      goal: "≥ 15",
    },
    {
      what: "one caller: latency gathered ÷ plain",
      above: millis(1000 / alone.gathered),
      below: millis(1000 / alone.plain),
      ratio: alone.plain / alone.gathered,
      goal: "≤ 1.1",
    },
  ];
}

async function makeAccounts({ db, owner }: Bench, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const part = 5_000;
  for (let start = 0; start < count; start += part) {
    await owner`insert into credit_accounts (id) select unnest(${ids.slice(start, start + part)}::uuid[])`;
  }
  const together = 500;
  for (let start = 0; start < count; start += together) {
    await commit(
      db,
      ids.slice(start, start + together).map((id) => grantMany(id)),
    );
  }
  await owner`analyze`;
  return ids;
}

/** Spends a second of callers that each wait for their answer before they ask again. */
async function round(
  { db }: Bench,
  {
    callers,
    gathered,
    account,
    roundMs,
  }: { callers: number; gathered: boolean; account: () => string; roundMs: number },
): Promise<number> {
  process.env.GATHER = gathered ? "on" : "off";
  const started = performance.now();
  let done = 0;
  const caller = async () => {
    while (performance.now() - started < roundMs) {
      const outcome = await commitOne(db, spendOne(account()));
      if (outcome.status === "refused") throw new Error(`bench: refused, ${outcome.refusal.slug}`);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return (done / (performance.now() - started)) * 1000;
}

function ratesOf(): { gathered: number[]; plain: number[] } {
  return { gathered: [], plain: [] };
}

function medians({ gathered, plain }: ReturnType<typeof ratesOf>) {
  return { gathered: median(gathered), plain: median(plain) };
}

function pick(ids: readonly string[]): string {
  const id = ids[Math.floor(Math.random() * ids.length)];
  if (id === undefined) throw new Error("bench: there are no accounts");
  return id;
}
