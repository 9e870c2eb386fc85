import { commitOne } from "#lib/ledger/commit/commit.ts";
import { spendOne } from "./commands.ts";
import { aSecond, type Figure, ratio } from "./figure.ts";
import { inTurn } from "./in-turn.ts";
import { anyOf, spendsASecond } from "./load.ts";
import { makeHistories } from "./make-histories.ts";
import { openBench } from "./open-bench.ts";
import type { Size } from "./size.ts";

/** Calls that wait for the locked account. */
const waiting = 4;

/** What others can do while calls wait for an account that another session keeps locked. */
export async function measureLocked({ accounts, callers, rounds, roundMs }: Size): Promise<Figure[]> {
  const { db, superuser, close } = await openBench();
  try {
    const [locked = "", ...others] = await makeHistories(superuser, { accounts, lines: 1, batches: 1, credits: 1 });
    const load = { callers, ms: roundMs, grouped: true, account: anyOf(others) };
    const { above, below } = await inTurn(rounds, {
      above: async () => {
        const held = Promise.withResolvers<void>();
        const done = Promise.withResolvers<void>();
        const session = superuser.begin(async (tx) => {
          await tx`select from credit_accounts where id = ${locked} for update`;
          held.resolve();
          await done.promise;
        });
        await held.promise;
        const calls = Array.from({ length: waiting }, () => commitOne(db, spendOne(locked)));
        const rate = await spendsASecond(db, load);
        done.resolve();
        await session;
        const outcomes = await Promise.all(calls);
        if (outcomes.some(({ status }) => status !== "done")) throw new Error("bench: a call that waited was refused");
        return rate;
      },
      below: () => spendsASecond(db, load),
    });
    const what = `spends a second while ${waiting} calls wait for one account that another session keeps locked ÷ without it`;
    return [ratio(what, { above, below, write: aSecond }, { atLeast: 0.7 })];
  } finally {
    await close();
  }
}
