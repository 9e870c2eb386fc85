import { Problem } from "#scripts/launcher/problem.ts";
import { readWords } from "#scripts/read-words.ts";
import { measureAgainst } from "./against.ts";
import { describeMachine } from "./describe-machine.ts";
import { type Figure, isMet, tell } from "./figure.ts";
import { measureActions } from "./measure-actions.ts";
import { measureEvents } from "./measure-events.ts";
import { measureAlone, measureHot, measureMany } from "./measure-group-commit.ts";
import { measureBatches, measureBesideStreams, measureHttp } from "./measure-http.ts";
import { measureLimits } from "./measure-limits.ts";
import { measureLocked } from "./measure-locked.ts";
import { measureMemory } from "./measure-memory.ts";
import { measureOldAccount } from "./measure-old-account.ts";
import { measurePages } from "./measure-pages.ts";
import { measureParts } from "./measure-parts.ts";
import { measureProcesses } from "./measure-processes.ts";
import { measureSize } from "./measure-size.ts";
import { measureStorage } from "./measure-storage.ts";
import { measureStreams } from "./measure-streams.ts";
import { runAndEnd } from "./run-folder.ts";
import { type Size, sizes } from "./size.ts";

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
  pages: measurePages,
};
/** How to call it. */
export const usage = `purse bench [--short] [--only ROW] [--against COMMIT [--turns COUNT]]
Each row starts a Postgres of its own with the launcher's settings, warms up, and prints ratios of things measured in turn
within it. --short only shows that it works, on the product's build, and judges nothing; --only can be repeated; --against measures rows at another
commit and here in turn, and prints both. Exit code 1: a threshold is missed.
ROW: ${Object.keys(rows).join(", ")}`;

const options = {
  short: { type: "boolean", default: false },
  only: { type: "string", multiple: true },
  against: { type: "string" },
  turns: { type: "string", default: "3" },
} as const;

/** Measures the chosen rows, here or against another commit, and ends the process. */
export async function run(words: string[]): Promise<void> {
  const { short, only, against, turns } = readWords({ usage, words, options, most: 0 }).values;
  const unknown = only?.filter((name) => !Object.hasOwn(rows, name)) ?? [];
  if (unknown.length > 0) throw new Problem(`There is no row ${unknown.join(", ")}\n${usage}`);
  const wanted = Object.entries(rows).filter(([name]) => only?.includes(name) ?? true);
  const size = short ? sizes.short : sizes.whole;
  await runAndEnd(async () => {
    console.log(describeMachine());
    console.log(
      `medians of ${size.rounds} rounds of ${size.roundMs / 1000} s, in turn, after one unseen; callers wait for their response before the next request`,
    );
    if (against === undefined) await measureHere(wanted, { size, short });
    else await measureAgainst(against, { rows: wanted.map(([name]) => name), turns: Number(turns), short });
  });
}

type Row = [name: string, measure: (size: Size) => Promise<Figure[]>];
type Scale = { size: Size; short: boolean };

async function measureHere(wanted: readonly Row[], scale: Scale): Promise<void> {
  const missed: string[] = [];
  for (const row of wanted) missed.push(...(await measureRow(row, scale)));
  if (scale.short) console.log("\nshort: these figures mean nothing");
  else if (missed.length > 0) {
    console.error(`\nmissed:\n${missed.map((what) => `  ${what}`).join("\n")}`);
    process.exitCode = 1;
  }
}

/** Measures and prints a row, and returns the goals that it missed. */
async function measureRow([name, measure]: Row, { size, short }: Scale): Promise<string[]> {
  const started = performance.now();
  const figures = await measure(size);
  console.log(`\n${name}, ${Math.round((performance.now() - started) / 1000)} s`);
  for (const figure of figures) {
    const { figure: value, threshold, verdict, of } = tell(figure, !short);
    console.log(`  ${figure.what}\n    ${value} (${threshold}) ${verdict}\n    ${of}`);
  }
  return figures.filter((figure) => !isMet(figure)).map(({ what }) => what);
}
