import { cutAfterCommit, cutBeforeCommit } from "#testing/faults/cuts.ts";
import { drain } from "#testing/faults/drain.ts";
import { type Fault, NotPossibleHere, runIn } from "#testing/faults/fault.ts";
import { fillDisk, fullDiskName } from "#testing/faults/full-disk.ts";
import { killApp, killBackend, killPostgres } from "#testing/faults/kills.ts";
import { pauseHolder, pauseHolderLong } from "#testing/faults/pause.ts";
import { openWorld } from "#testing/faults/world.ts";
import { buildWhenChanged } from "./launcher/build.ts";
import { keepRunning, runStep } from "./launcher/steps.ts";
import { readWords } from "./read-words.ts";

/** How to call it. */
export const usage = `purse faults [--short] [--only WORDS]
Breaks the running product under load: processes of the app, Postgres, and the connections between them. Then it checks that
every acknowledged request is in the history once, that retries settle the others, that all invariants hold, and that the
app recovers automatically. --only runs the faults whose names contain WORDS. The last line is the summary.`;

/** Injects every chosen fault; exit code 1 when a promise was broken. */
export async function run(words: string[]): Promise<void> {
  const { values } = readWords({
    usage,
    words,
    options: { short: { type: "boolean" }, only: { type: "string" } },
    most: 0,
  });
  const { short = false, only = "" } = values;
  await runStep("Build", () => buildWhenChanged(keepRunning()));
  await injectAll({ short, only });
  if (fullDiskName.includes(only)) await inject({ name: fullDiskName }, () => fillDisk(secondsOf(short)));
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  if (counts.failed > 0) process.exitCode = 1;
}

const counts = { passed: 0, failed: 0 };
const inOneWorld = [killApp, killPostgres, killBackend, cutBeforeCommit, cutAfterCommit, pauseHolder, drain];
const secondsOf = (short: boolean) => (short ? 1 : 5);

async function injectAll({ short, only }: { short: boolean; only: string }): Promise<void> {
  const all = short ? inOneWorld : [...inOneWorld, pauseHolderLong];
  const chosen = all.filter(({ name }) => name.includes(only));
  if (chosen.length === 0) return;
  const world = await openWorld();
  try {
    for (let round = 1; round <= (short ? 1 : 3); round += 1)
      for (const fault of chosen) await inject(fault, () => runIn(world, fault, secondsOf(short)));
  } finally {
    await world.stop();
  }
}

async function inject({ name }: Pick<Fault, "name">, injectFault: () => Promise<string>): Promise<void> {
  const began = performance.now();
  const took = () => `(${((performance.now() - began) / 1_000).toFixed(1)} s)`;
  try {
    const seen = await injectFault();
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
