import { parseArgs } from "node:util";
import { measureAgainst } from "./against.ts";
import { describeMachine } from "./describe-machine.ts";
import { type Figure, isMet, tell } from "./figure.ts";
import { measureActions } from "./measure-actions.ts";
import { measureEvents } from "./measure-events.ts";
import { measureAlone, measureHot, measureMany } from "./measure-gathering.ts";
import { measureBatches, measureBesideStreams, measureHttp } from "./measure-http.ts";
import { measureLimits } from "./measure-limits.ts";
import { measureLocked } from "./measure-locked.ts";
import { measureMemory } from "./measure-memory.ts";
import { measureOldAccount } from "./measure-old-account.ts";
import { measureParts } from "./measure-parts.ts";
import { measureProcesses } from "./measure-processes.ts";
import { measureSize } from "./measure-size.ts";
import { measureStorage } from "./measure-storage.ts";
import { measureStreams } from "./measure-streams.ts";
import { runAndEnd } from "./run-folder.ts";
import { type Size, sizes } from "./size.ts";

// npm run bench [-- --short] [-- --only ROW] [-- --against COMMIT [--turns COUNT]]
// Each row starts a Postgres of its own with the launcher's settings, warms up, and prints ratios of things measured in
// turn within it. --short only shows that it works and judges nothing. Exits non-zero when a threshold is missed.
// --against measures rows at another commit and here in turn, and prints both.
const { values: options } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    only: { type: "string", multiple: true },
    against: { type: "string" },
    turns: { type: "string", default: "3" },
  },
});
const rows = {
  many: measureMany,
  hot: measureHot,
  alone: measureAlone,
  locked: measureLocked,
  "old-account": measureOldAccount,
  size: measureSize,
  processes: measureProcesses,
  storage: measureStorage,
  memory: measureMemory,
  events: measureEvents,
  streams: measureStreams,
  "spends-beside-streams": measureBesideStreams,
  http: measureHttp,
  batches: measureBatches,
  actions: measureActions,
  parts: measureParts,
  limits: measureLimits,
};
const size = options.short ? sizes.short : sizes.whole;
const wanted = Object.entries(rows).filter(([name]) => options.only?.includes(name) ?? true);
if (wanted.length === 0) throw new Error(`--only takes ${Object.keys(rows).join(", ")}`);

await runAndEnd(async () => {
  console.log(describeMachine());
  console.log(
    `medians of ${size.rounds} rounds of ${size.roundMs / 1000} s, in turn, after one unseen; callers wait for their answer before they ask again`,
  );
  const { against, turns, short } = options;
  if (against === undefined) await measureHere();
  else await measureAgainst(against, { rows: wanted.map(([name]) => name), turns: Number(turns), short });
});

async function measureHere(): Promise<void> {
  const missed: string[] = [];
  for (const [name, measure] of wanted) missed.push(...(await measureRow(name, measure)));
  if (options.short) console.log("\nshort: these figures mean nothing");
  else if (missed.length > 0) {
    console.error(`\nmissed:\n${missed.map((what) => `  ${what}`).join("\n")}`);
    process.exitCode = 1;
  }
}

/** Measures and prints a row, and answers what it missed. */
async function measureRow(name: string, measure: (size: Size) => Promise<Figure[]>): Promise<string[]> {
  const started = performance.now();
  const figures = await measure(size);
  console.log(`\n${name}, ${Math.round((performance.now() - started) / 1000)} s`);
  for (const figure of figures) {
    const { figure: value, threshold, verdict, of } = tell(figure, !options.short);
    console.log(`  ${figure.what}\n    ${value} (${threshold}) ${verdict}\n    ${of}`);
  }
  return figures.filter((figure) => !isMet(figure)).map(({ what }) => what);
}
