import { z } from "zod";
import { openDatabase } from "#db/client.ts";
import type { Command } from "#lib/credits/command.ts";
import { commit, commitOne } from "#lib/ledger/commit/commit.ts";
import { commitDue } from "#lib/ledger/commit/commit-due.ts";
import { type Witnessed, witnessing } from "./witness.ts";

// A process that does nothing but commit what it is sent; its parent is `commit-processes.ts`.

/**
 * A list goes to `commit` as it is, with a batch limit of one instead of eight; `grouped` commands go to
 * `commitOne` all at once; `due` books what is over.
 */
export type Ask = { id: number; accounts: readonly string[] } & (
  | { how: "list" | "grouped"; commands: readonly Command[] }
  | { how: "due" }
);
export type Answer = { id: number } & ({ witnessed: Witnessed[] } | { failure: string });

const ask = z.custom<Ask>((message) => typeof message === "object" && message !== null && "how" in message);

const watched = new Set<string>();
const { db, witness } = witnessing(openDatabase(z.string().parse(process.env.DATABASE_URL)), watched);

process.on("message", (message) => {
  const asked = ask.parse(message);
  if (!asked.accounts.every((account) => watched.has(account))) watched.clear();
  for (const account of asked.accounts) watched.add(account);
  void answer(asked)
    .then((witnessed): Answer => ({ id: asked.id, witnessed }))
    .catch((error: unknown): Answer => ({ id: asked.id, failure: error instanceof Error ? `${error.stack}` : "?" }))
    .then((said) => process.send?.(said));
});
process.on("disconnect", () => process.exit());

async function answer(asked: Ask): Promise<Witnessed[]> {
  if (asked.how === "due") {
    await commitDue(db, asked.accounts);
    return [];
  }
  const { commands } = asked;
  const outcomes =
    asked.how === "list"
      ? await commit(db, commands, { batchLimit: 1 })
      : await Promise.all(commands.map((command) => commitOne(db, command)));
  return outcomes.map((outcome, index) => witness(commands[index]?.account ?? "", outcome));
}
