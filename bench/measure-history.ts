import { randomUUID } from "node:crypto";
import { commit, commitOne } from "#lib/ledger/commit.ts";
import { readBalance } from "#lib/ledger/read-balance.ts";
import { readHistory } from "#lib/ledger/read-history.ts";
import { grantMany, spendOne } from "./commands.ts";
import type { Bench } from "./open-bench.ts";
import { median, millis, type Ratio } from "./ratio.ts";

interface Size {
  rounds: number;
  batches: number;
  transactions: number;
}

const callsARound = 200;

/** What an account with many live batches and a long history costs, against a new one. */
export async function measureHistory(bench: Bench, { rounds, batches, transactions }: Size): Promise<Ratio[]> {
  const [fresh, old] = [await openAccount(bench), await openAccount(bench)];
  await commit(bench.db, [grantMany(fresh)]);
  await growOld(bench, old, { batches, transactions });
  const calls = {
    spend: (account: string) => commitOne(bench.db, spendOne(account)),
    balance: (account: string) => readBalance(bench.db, account),
    "newest history page": (account: string) => readHistory(bench.db, account, {}, 50),
  };
  const ratios: Ratio[] = [];
  for (const [name, call] of Object.entries(calls)) {
    const times: { old: number[]; fresh: number[] } = { old: [], fresh: [] };
    for (let nth = 0; nth < rounds + 1; nth += 1) {
      times.old.push(await timeOf(() => call(old)));
      times.fresh.push(await timeOf(() => call(fresh)));
    }
    const [slow, quick] = [median(times.old.slice(1)), median(times.fresh.slice(1))];
    const what = `${name}: ${batches} batches and ${transactions} transactions ÷ new account`;
    ratios.push({ what, above: millis(slow), below: millis(quick), ratio: slow / quick, goal: "≤ 1.3" });
  }
  return ratios;
}

async function openAccount({ owner }: Bench): Promise<string> {
  const id = randomUUID();
  await owner`insert into credit_accounts (id) values (${id})`;
  return id;
}

/** Live batches with ends far apart, then a long history of spends of one credit. */
async function growOld(
  { db, owner }: Bench,
  account: string,
  { batches, transactions }: Pick<Size, "batches" | "transactions">,
): Promise<void> {
  const year = 365 * 24 * 3600_000;
  const ends = Array.from({ length: batches }, (_, nth) => new Date(Date.now() + year + nth * 60_000));
  await commit(
    db,
    ends.map((end) => grantMany(account, end)),
  );
  process.env.GATHER = "on";
  const together = 500;
  for (let made = 0; made < transactions; made += together) {
    await commit(
      db,
      Array.from({ length: together }, () => spendOne(account)),
    );
  }
  await owner`analyze`;
}

async function timeOf(call: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  for (let nth = 0; nth < callsARound; nth += 1) await call();
  return (performance.now() - started) / callsARound;
}
