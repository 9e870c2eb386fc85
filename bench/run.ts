import { parseArgs } from "node:util";
import { describeMachine } from "./describe-machine.ts";
import { measureHistory } from "./measure-history.ts";
import { measureSpends } from "./measure-spends.ts";
import { openBench } from "./open-bench.ts";
import type { Ratio } from "./ratio.ts";

// npm run bench [-- --short]
// Starts a Postgres of its own with the launcher's settings, warms up, and prints ratios of things measured in turn
// within this one run. --short only shows that it works: its figures mean nothing.
const { values: options } = parseArgs({ options: { short: { type: "boolean", default: false } } });
const size = options.short
  ? { accounts: 500, rounds: 1, roundMs: 300, callers: 32, batches: 50, transactions: 2_000 }
  : { accounts: 100_000, rounds: 5, roundMs: 3_000, callers: 256, batches: 1_000, transactions: 1_000_000 };

console.log(describeMachine());
const bench = await openBench();
try {
  const ratios: Ratio[] = [...(await measureSpends(bench, size)), ...(await measureHistory(bench, size))];
  console.table(
    Object.fromEntries(
      ratios.map(({ what, above, below, ratio, goal }) => [
        what,
        { this: above, that: below, ratio: ratio.toFixed(2), goal },
      ]),
    ),
  );
} finally {
  await bench.close();
}
