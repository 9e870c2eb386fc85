import type { Tx } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import { allowLongTransaction } from "#db/queries/long-transactions.ts";
import type { Command } from "#lib/credits/command.ts";
import { applyCommands } from "./apply-commands.ts";
import { loadState } from "./load-state.ts";
import { writeChanges } from "./write-changes.ts";

/** A command and the instant at which it took place. */
export interface Step {
  command: Command;
  now: Date;
}

/** Limits the time between two statements: a connection must not idle in a transaction for more than 15 s. */
const stepsPerPart = 5_000;

/**
 * Writes a history for demos and benchmarks: commands with past instants, decided and written exactly as `commit` does,
 * after locking the accounts. `makeSteps` receives the database's clock; instants must rise within an account and must
 * not be in the future. Throws when a step is refused.
 */
export async function commitHistory(
  tx: Tx,
  accounts: readonly string[],
  makeSteps: (now: Date) => Step[],
): Promise<void> {
  await allowLongTransaction(tx);
  const locked = await lockAccounts(tx, accounts);
  const now = await readClock(tx);
  const steps = makeSteps(now);
  const early = steps.find((step) => step.now > now);
  if (early !== undefined) throw new Error(`commitHistory: ${early.now.toISOString()} is in the future`);
  for (let start = 0; start < steps.length; start += stepsPerPart) {
    await commitPart(tx, locked, steps.slice(start, start + stepsPerPart));
  }
}

async function commitPart(tx: Tx, locked: readonly string[], steps: readonly Step[]): Promise<void> {
  const commands = steps.map((step) => step.command);
  const applied = applyCommands(await loadState(tx, locked, commands), steps);
  if (applied.status === "read-more") throw new Error("commitHistory reads all batches, so none can be missing");
  const { outcomes, changes } = applied;
  const refused = outcomes.findIndex((outcome) => outcome.status === "refused");
  if (refused >= 0) {
    throw new Error(
      `commitHistory: ${JSON.stringify(commands[refused])} is refused: ${JSON.stringify(outcomes[refused])}`,
    );
  }
  await writeChanges(tx, changes);
}
