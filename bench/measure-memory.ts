import type { Figure } from "./figure.ts";
import { startLoadProcess } from "./load-processes.ts";
import { makeHistories } from "./make-histories.ts";
import { openBench } from "./open-bench.ts";
import type { Size } from "./size.ts";

const mebibyte = 2 ** 20;

/** How much memory a process with group commit for this many callers uses, and whether that grows over time. */
export async function measureMemory({ accounts, callers, rounds, roundMs: ms }: Size): Promise<Figure[]> {
  const bench = await openBench();
  try {
    const ids = await makeHistories(bench.superuser, { accounts, lines: 1, batches: 1, credits: 1 });
    const app = startLoadProcess(bench.appUrl);
    const idle = await app.run({ callers: 0, ms, accounts: ids });
    const peaks: number[] = [];
    for (let nth = 0; nth < 2 * rounds; nth += 1) peaks.push((await app.run({ callers, ms })).resident);
    await app.stop();
    const peak = Math.max(...peaks);
    const [early, late] = [Math.max(...peaks.slice(0, rounds)), Math.max(...peaks.slice(rounds))];
    const inMebibytes = (bytes: number) => `${Math.round(bytes / mebibyte)} MiB`;
    return [
      {
        what: `peak resident memory of a process with group commit for ${callers} callers`,
        value: peak / mebibyte,
        unit: " MiB",
        of: `${inMebibytes(idle.resident)} with no callers; in rounds: ${peaks.map(inMebibytes).join(", ")}`,
        goal: null,
      },
      {
        what: "the same in the second half of the run ÷ in the first: it is bounded",
        value: late / early,
        unit: "",
        of: `${inMebibytes(late)} ÷ ${inMebibytes(early)}`,
        goal: { atMost: 1.2 },
      },
    ];
  } finally {
    await bench.close();
  }
}
