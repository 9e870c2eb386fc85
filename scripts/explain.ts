import { parseArgs } from "node:util";
import { z } from "zod";
import { openDatabase } from "#db/client.ts";
import { explain } from "#lib/ledger/audit/explain.ts";
import { findAccount } from "#lib/people/find-account.ts";
import { Problem, runOrExplain } from "./launcher/problem.ts";
import { withDatabase } from "./local-postgres/with-database.ts";
import { sayLine, sayState } from "./say-line.ts";

// npm run explain -- ACCOUNT [--at INSTANT]: how a balance came about, line by line, and what it was at an instant: what
// was due then and not yet booked is deducted. ACCOUNT is an id or its owner's address; INSTANT is ISO 8601.
const usage = "explain -- ACCOUNT [--at 2026-11-22T14:00:00Z]";
const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

await runOrExplain(async () => {
  const { name, at } = readArguments();
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 1 });
    try {
      const account = await findAccount(db, name);
      if (account === null) throw new Problem(`There is no account ${name}.`);
      console.log(`Account ${account}`);
      const told = await explain(db, { account, at }, (line) => console.log(sayLine(line)));
      if (told.status === "not-yet") throw new Problem(`That has not come yet: it is ${told.now.toISOString()}.`);
      if (told.due.length > 0) console.log("Over by then, and not booked yet:");
      for (const line of told.due) console.log(sayLine(line));
      console.log(`At ${told.at.toISOString()}, version ${told.state.version - told.due.length}:`);
      for (const line of sayState(told.state)) console.log(line);
    } finally {
      await db.$client.end();
    }
  });
});

function readArguments(): { name: string; at: Date | null } {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { at: { type: "string" } } });
    const [name, ...others] = positionals;
    if (name === undefined || others.length > 0) throw new Problem(usage);
    return { name, at: values.at === undefined ? null : Instant.parse(values.at) };
  } catch {
    throw new Problem(usage);
  }
}
