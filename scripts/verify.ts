import { openDatabase } from "#db/client.ts";
import { verify } from "#lib/ledger/audit/verify.ts";
import { withDatabase } from "./local-postgres/with-database.ts";
import { readWords } from "./read-words.ts";

/** How to call it. */
export const usage = `purse verify
Checks the whole database (DATABASE_URL, or else the demonstration's) against all invariants. Exit code 1: one is broken.`;

/** Checks every invariant of credits and prints a line for each. */
export async function run(words: string[]): Promise<void> {
  readWords({ usage, words, options: {}, most: 0 });
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 1 });
    try {
      const findings = await verify(db, ({ invariant, says, breach }) => {
        console.log(`${breach === null ? "kept  " : "BROKEN"}  ${`${invariant}`.padEnd(4)}  ${says}`);
        if (breach !== null) console.log(`              ${breach}`);
      });
      if (findings.some((finding) => finding.breach !== null)) process.exitCode = 1;
    } finally {
      await db.$client.end();
    }
  });
}
