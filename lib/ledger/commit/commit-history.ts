import type { Tx } from "#db/client.ts";
import { allowLongTransaction } from "#db/queries/allow-long-transaction.ts";
import { lockAccounts } from "#db/queries/lock-accounts.ts";
import { readClock } from "#db/queries/read-clock.ts";
import type { Command } from "#lib/credits/command.ts";
import { fold } from "./apply-commands.ts";
import { readBook } from "./load-state.ts";
import { writeChanges } from "./write-changes.ts";

/** A command with the instant at which it is to have happened. */
export interface Step {
  command: Command;
  now: Date;
}

/** A connection may not idle longer than 15 s in a transaction, and deciding takes its time. */
const stepsAPart = 5_000;

/**
 * Writes a past, for demonstrations and measurements: commands with instants, decided and written exactly as `commit`
 * does, locks first. `tell` makes them from the database's clock; their instants rise within an account and do not lie
 * in its future. Throws when a step is refused.
 */
export async function commitHistory(tx: Tx, accounts: readonly string[], tell: (now: Date) => Step[]): Promise<void> {
  await allowLongTransaction(tx);
  const locked = await lockAccounts(tx, accounts);
  const now = await readClock(tx);
  const steps = tell(now);
  const early = steps.find((step) => step.now > now);
  if (early !== undefined) throw new Error(`commitHistory: ${early.now.toISOString()} has not come yet`);
  for (let start = 0; start < steps.length; start += stepsAPart) {
    await commitPart(tx, locked, steps.slice(start, start + stepsAPart));
  }
}

async function commitPart(tx: Tx, locked: readonly string[], steps: readonly Step[]): Promise<void> {
  const commands = steps.map((step) => step.command);
  const folded = fold(await readBook(tx, locked, commands), steps);
  if (folded.status === "needs-more") throw new Error("commitHistory reads all batches, so none can be missing");
  const { outcomes, changes } = folded;
  const refused = outcomes.findIndex((outcome) => outcome.status === "refused");
  if (refused >= 0) {
    throw new Error(
      `commitHistory: ${JSON.stringify(commands[refused])} is refused: ${JSON.stringify(outcomes[refused])}`,
    );
  }
  await writeChanges(tx, changes);
}
