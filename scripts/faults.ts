import { parseArgs } from "node:util";
import { cutAfterCommit, cutBeforeCommit } from "#testing/faults/cuts.ts";
import { drain } from "#testing/faults/drain.ts";
import { type Fault, NotPossibleHere, runIn } from "#testing/faults/fault.ts";
import { fillDisk, fullDiskName } from "#testing/faults/full-disk.ts";
import { killApp, killBackend, killPostgres } from "#testing/faults/kills.ts";
import { pauseHolder, pauseHolderLong } from "#testing/faults/pause.ts";
import { openWorld } from "#testing/faults/world.ts";
import { buildWhenChanged } from "./launcher/build.ts";
import { runOrExplain } from "./launcher/problem.ts";
import { keepRunning, runStep } from "./launcher/steps.ts";

// npm run faults [-- --short] [-- --only WORDS]
// Breaks the real thing under load (processes of the app, Postgres, the connections between them) and holds it to its
// promises: what was acknowledged is in the history once, what was not is settled by its retry, every invariant holds, and
// the app serves again by itself. The last line sums it up.
const { values: options } = parseArgs({ options: { short: { type: "boolean" }, only: { type: "string" } } });
const seconds = options.short ? 1 : 5;
const rounds = options.short ? 1 : 3;
const inOneWorld = [killApp, killPostgres, killBackend, cutBeforeCommit, cutAfterCommit, pauseHolder, drain];
if (!options.short) inOneWorld.push(pauseHolderLong);
const counts = { passed: 0, failed: 0 };

await runOrExplain(async () => {
  await runStep("Build", () => buildWhenChanged(keepRunning()));
  await sufferAll();
  if (isChosen({ name: fullDiskName })) await suffer({ name: fullDiskName }, () => fillDisk(seconds));
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  if (counts.failed > 0) process.exitCode = 1;
});

async function sufferAll(): Promise<void> {
  const chosen = inOneWorld.filter(isChosen);
  if (chosen.length === 0) return;
  const world = await openWorld();
  try {
    for (let round = 1; round <= rounds; round += 1)
      for (const fault of chosen) await suffer(fault, () => runIn(world, fault, seconds));
  } finally {
    await world.stop();
  }
}

function isChosen({ name }: Pick<Fault, "name">): boolean {
  return options.only === undefined || name.includes(options.only);
}

async function suffer({ name }: Pick<Fault, "name">, run: () => Promise<string>): Promise<void> {
  const began = performance.now();
  const took = () => `(${((performance.now() - began) / 1_000).toFixed(1)} s)`;
  try {
    const seen = await run();
    counts.passed += 1;
    console.log(`passed  ${name}: ${seen} ${took()}`);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (error instanceof NotPossibleHere) {
      console.log(`not possible here, not counted: ${name}: ${said}`);
      return;
    }
    counts.failed += 1;
    console.log(`FAILED  ${name}: ${said} ${took()}`);
  }
}
