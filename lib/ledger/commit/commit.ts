import type { Db } from "#db/client.ts";
import { violatedConstraint } from "#db/failure.ts";
import type { Command } from "#lib/credits/command.ts";
import type { Outcome } from "./apply-commands.ts";
import { commitTransaction } from "./commit-transaction.ts";
import { gather } from "./group-commit.ts";

/**
 * The one way credits move: decides commands under the lock of their accounts and writes what they change, in one
 * transaction. Answers one outcome per command, in their order; a refused one never fails its neighbours.
 * Throws when the database fails; then the outcome may be unknown, and the same keys find out. How far `ahead` it reads
 * is for tests to say: it makes no difference.
 */
export async function commit(
  db: Db,
  commands: readonly Command[],
  { ahead }: { ahead?: number } = {},
): Promise<Outcome[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await commitTransaction(db, commands, { wait: true, ahead })).map(decided);
    } catch (error) {
      // Accounts raced for one outside fact: the winner is committed now, so that the next try sees it. Each try can
      // lose another fact of its list.
      if (violatedConstraint(error) !== "grant_sources_pkey" || attempt > commands.length) throw error;
    }
  }
}

/** `commit` for one command, gathered with those of other callers into one transaction unless `GATHER=off`. */
export async function commitOne(db: Db, command: Command): Promise<Outcome> {
  if (process.env.GATHER !== "off") return await gather(db, command, commitAlone);
  return await commitAlone(db, [command]).then(only);
}

async function commitAlone(db: Db, commands: readonly Command[]): Promise<Outcome[]> {
  return await commit(db, commands);
}

function only(outcomes: readonly Outcome[]): Outcome {
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error("commit answered no outcome");
  return outcome;
}

function decided(attempt: Outcome | { status: "locked" }): Outcome {
  if (attempt.status === "locked") throw new Error("commit waits for its accounts, so none can be locked");
  return attempt;
}
