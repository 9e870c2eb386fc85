import type { Db } from "#db/client.ts";
import { violatedConstraint } from "#db/failure.ts";
import { isGroupCommitOn } from "#lib/config/group-commit.ts";
import type { Command } from "#lib/credits/command.ts";
import { commitTransaction } from "./commit-transaction.ts";
import { groupCommit } from "./group-commit.ts";
import type { Outcome } from "./outcome.ts";

/**
 * The only way credits move: decides commands under the locks of their accounts and writes the changes, in one
 * transaction. Returns one outcome per command, in order; a refused command does not affect the others. Throws when the
 * database fails; the outcome is then unknown, and a retry with the same keys settles it. Only tests set `batchLimit`: it
 * does not change the result.
 */
export async function commit(
  db: Db,
  commands: readonly Command[],
  { batchLimit }: { batchLimit?: number } = {},
): Promise<Outcome[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await commitTransaction(db, commands, { wait: true, batchLimit })).map(decided);
    } catch (error) {
      // Two accounts raced for one external source. The winner has committed, so the next attempt sees it. Each attempt
      // can lose another source of its list.
      if (violatedConstraint(error) !== "grant_sources_pkey" || attempt > commands.length) throw error;
    }
  }
}

/** `commit` for one command. Group commit puts it into one transaction with those of other callers, unless it is off. */
export async function commitOne(db: Db, command: Command): Promise<Outcome> {
  if (isGroupCommitOn(process.env)) return await groupCommit(db, command, commitAlone);
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
