import { randomInt } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import type { Db } from "#db/client.ts";
import { addCodes, type NewCodes } from "#lib/campaigns/change-campaign.ts";
import { hashCode, makeCode, normaliseCode } from "#lib/campaigns/code.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import { type Options, readChangedBy, readCodes, readSlug } from "./arguments.ts";

/** `codes SLUG …`: makes codes and writes them to a file, or adds one that the operator chose. Only hashes are stored. */
export async function codes(db: Db, name: string | undefined, options: Options): Promise<void> {
  const slug = readSlug(name);
  const asked = readCodes(options);
  const by = readChangedBy(options);
  const add = async (wanted: NewCodes) => explain(slug, await addCodes(db, slug, wanted, by));
  if (asked.code !== undefined) {
    const normalised = normaliseCode(asked.code);
    if (normalised === null) throw new Problem("A code has 4 to 40 letters and digits; dashes do not count.");
    await add({ hashes: [hashCode(normalised)], mostUses: asked.uses, beforeCommit: async () => undefined });
    console.log(`${asked.code} can be redeemed by ${asked.uses} people.`);
    return;
  }
  const { count, out } = asked;
  const made = new Set<string>();
  while (made.size < count) made.add(makeCode(randomInt));
  const all = [...made];
  const hashes = all.map((code) => hashCode(normaliseCode(code) ?? code));
  let written = false;
  const beforeCommit = async () => {
    await writeNew(out, `${all.join("\n")}\n`);
    written = true;
  };
  try {
    await add({ hashes, mostUses: 1, beforeCommit });
  } catch (error) {
    // Codes that were not stored are worth nothing.
    if (written) await rm(out, { force: true });
    throw error;
  }
  console.log(`${count} codes are in ${out}, and nowhere else.`);
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx", mode: 0o600 });
  } catch (error) {
    throw new Problem(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function explain(slug: string, change: Awaited<ReturnType<typeof addCodes>>): void {
  if (change.status === "not-found") throw new Problem(`There is no campaign ${slug}.`);
  if (change.status === "no-codes") throw new Problem(`${slug} is not a campaign of codes.`);
  if (change.status === "taken") throw new Problem("There is this code already: nothing was added.");
}
