import { commitOne } from "#lib/ledger/commit/commit.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { refundWhole, spendOne } from "./commands.ts";
import { type Figure, millis, ratio } from "./figure.ts";
import { inTurn } from "./in-turn.ts";
import { makeHistories } from "./make-histories.ts";
import { measureWholePast } from "./measure-whole-past.ts";
import { openBench } from "./open-bench.ts";
import type { Size } from "./size.ts";
import { timeOf } from "./time-of.ts";

/** Lines of the newest page. */
const page = 50;

/** The costs of an account with many live batches and a long history, against a new one. */
export async function measureOldAccount(size: Size): Promise<Figure[]> {
  return [...(await measureCalls(size)), ...(await measureWholePast(size))];
}

async function measureCalls({ accounts, oldAccount, rounds, roundMs }: Size): Promise<Figure[]> {
  const bench = await openBench();
  try {
    const { batches, lines } = oldAccount;
    await makeHistories(bench.superuser, { accounts, lines: 1, batches: 1, credits: 1 });
    // No batch is used up, so that all of them stay live.
    const [old = ""] = await makeHistories(bench.superuser, { accounts: 1, lines, batches, credits: 2 * lines });
    // With a batch that expires, as the old one has.
    const [fresh = ""] = await makeHistories(bench.superuser, { accounts: 1, lines: 2, batches: 2, credits: 1 });
    process.env.GROUP_COMMIT = "on";
    const calls = {
      spend: (account: string) => commitOne(bench.db, spendOne(account)),
      balance: (account: string) => readBalance(bench.db, account),
      // The spends before it filled a page of the new account too: the pages are equally long.
      "newest history page": (account: string) => readHistory(bench.db, account, {}, page),
    };
    const figures: Figure[] = [];
    for (const [name, call] of Object.entries(calls)) {
      const { above, below } = await inTurn(rounds, {
        above: () => timeOf(() => call(old), roundMs / 6),
        below: () => timeOf(() => call(fresh), roundMs / 6),
      });
      const what = `${name}: an account with ${batches} live batches and ${lines} transactions ÷ a new one`;
      figures.push(ratio(what, { above, below, write: millis }, { atMost: 1.3 }));
    }
    figures.push(await measureWideSpend(bench, { batches, rounds, ms: roundMs / 6 }));
    return figures;
  } finally {
    await bench.close();
  }
}

/** One spend that uses up a thousand batches, against one from a single batch. Each is given back before the next, unmeasured. */
async function measureWideSpend(
  { superuser, db }: Awaited<ReturnType<typeof openBench>>,
  { batches, rounds, ms }: { batches: number; rounds: number; ms: number },
): Promise<Figure> {
  const past = { accounts: 1, lines: batches + 1, batches: batches + 1, credits: 1 };
  const [account = ""] = await makeHistories(superuser, past);
  const timeOfSpends = async (cost: number) => {
    let [spent, times] = [0, 0];
    for (; spent < ms; times += 1) {
      const started = performance.now();
      const outcome = await commitOne(db, { ...spendOne(account), cost });
      spent += performance.now() - started;
      if (outcome.status === "refused") throw new Error(`a spend was refused: ${outcome.refusal.slug}`);
      await commitOne(db, refundWhole(account, outcome.transaction.version));
    }
    return spent / times;
  };
  const { above, below } = await inTurn(rounds, { above: () => timeOfSpends(batches), below: () => timeOfSpends(1) });
  return ratio(`spend: from ${batches} batches at once ÷ from one`, { above, below, write: millis }, null);
}
