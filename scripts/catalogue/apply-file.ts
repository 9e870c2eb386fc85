import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import type { Db } from "#db/client.ts";
import { lockCatalogue } from "#db/queries/catalogue/features.ts";
import { readClock } from "#db/queries/clock.ts";
import { sampleCatalogue } from "#db/sample-catalogue.ts";
import { applyChanges } from "#lib/catalogue/apply-changes.ts";
import { CatalogueFile } from "#lib/catalogue/catalogue-file.ts";
import { type CatalogueChange, compareCatalogue } from "#lib/catalogue/compare-catalogue.ts";
import { describeChange } from "#lib/catalogue/describe-change.ts";
import { readCatalogue } from "#lib/catalogue/read-catalogue.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import { usage } from "./arguments.ts";
import { sayScheduled, warnOfTwins } from "./show.ts";

/** `init [--from FILE]`: fills an empty catalogue with the sample suite, or from a file. */
export async function init(db: Db, path: string | undefined): Promise<void> {
  const wanted = path === undefined ? CatalogueFile.parse(sampleCatalogue) : await readCatalogueFile(path);
  const state = await readCatalogue(db, await readClock(db));
  const changes = compareCatalogue(state, wanted);
  if (changes.length > 0 && state.features.length + state.packs.length + state.plans.length > 0)
    throw new Problem(
      "The catalogue is not empty: show a file's changes and make them with purse catalogue apply FILE",
    );
  for (const one of changes) console.log(describeChange(one));
  warnOfTwins(wanted);
  await change(db, wanted, changes);
}

/** `apply FILE [--yes]`: changes the catalogue to match a file, after showing the changes and asking. */
export async function apply(db: Db, path: string | undefined, yes: boolean): Promise<"applied" | "not-applied"> {
  if (path === undefined) throw new Problem(usage);
  const wanted = await readCatalogueFile(path);
  const state = await readCatalogue(db, await readClock(db));
  const changes = compareCatalogue(state, wanted);
  sayScheduled(state);
  for (const one of changes) console.log(describeChange(one));
  warnOfTwins(wanted);
  if (changes.length > 0 && !yes && !(await isConfirmed(changes.length))) {
    console.error("Nothing was changed. With --yes these changes are made.");
    return "not-applied";
  }
  await change(db, wanted, changes);
  return "applied";
}

async function readCatalogueFile(path: string): Promise<CatalogueFile> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new Problem(`${path} cannot be read.`);
  });
  const parsed = CatalogueFile.safeParse(parseJson(path, text));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path: place, message }) => `${path}: ${place.join(".")}: ${message}`);
  throw new Problem(lines.join("\n"));
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(`${path} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

async function isConfirmed(count: number): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`Make these ${count} changes? [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** Makes only the changes that were shown: if another command changed the catalogue in between, nothing is done. */
async function change(db: Db, wanted: CatalogueFile, expected: readonly CatalogueChange[]): Promise<void> {
  const from = await db.transaction(async (tx) => {
    await lockCatalogue(tx);
    const now = await readClock(tx);
    const changes = compareCatalogue(await readCatalogue(tx, now), wanted);
    if (JSON.stringify(changes) !== JSON.stringify(expected))
      throw new Problem("The catalogue changed meanwhile, and nothing was done: run this again.");
    await applyChanges(tx, changes, now);
    return now;
  });
  console.log(expected.length === 0 ? "Nothing to change." : `Changed, from ${from.toISOString()} on.`);
}
