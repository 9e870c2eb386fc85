import { z } from "zod";
import { openDatabase } from "#db/client.ts";
import { explain } from "#lib/ledger/audit/explain.ts";
import { findAccount } from "#lib/people/find-account.ts";
import { Problem } from "./launcher/problem.ts";
import { withDatabase } from "./local-postgres/with-database.ts";
import { readWords } from "./read-words.ts";
import { sayLine, sayState } from "./say-line.ts";

/** How to call it. */
export const usage = `purse explain ACCOUNT [--at INSTANT]
ACCOUNT is an id or its owner's email address, INSTANT is ISO 8601, such as 2026-11-22T14:00:00Z. Credits that had
expired by then are deducted even where the expiry is not booked yet.`;

const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** Prints how a balance came about, line by line, and what it was at an instant. */
export async function run(words: string[]): Promise<void> {
  const { name, at } = readArguments(words);
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 1 });
    try {
      const account = await findAccount(db, name);
      if (account === null) throw new Problem(`There is no account ${name}.`);
      console.log(`Account ${account}`);
      const explained = await explain(db, { account, at }, (line) => console.log(sayLine(line)));
      if (explained.status === "not-yet")
        throw new Problem(`That has not come yet: it is ${explained.now.toISOString()}.`);
      if (explained.due.length > 0) console.log("Due by then, and not booked yet:");
      for (const line of explained.due) console.log(sayLine(line));
      console.log(`At ${explained.at.toISOString()}, version ${explained.state.version - explained.due.length}:`);
      for (const line of sayState(explained.state)) console.log(line);
    } finally {
      await db.$client.end();
    }
  });
}

function readArguments(words: string[]): { name: string; at: Date | null } {
  const { positionals, values } = readWords({ usage, words, options: { at: { type: "string" } }, most: 1 });
  const [name] = positionals;
  if (name === undefined) throw new Problem(`ACCOUNT is missing\n${usage}`);
  if (values.at === undefined) return { name, at: null };
  const at = Instant.safeParse(values.at);
  if (!at.success) throw new Problem(`--at "${values.at}" is not an instant\n${usage}`);
  return { name, at: at.data };
}
