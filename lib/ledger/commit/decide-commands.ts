import type { Tx } from "#db/client.ts";
import type { Command } from "#lib/credits/command.ts";
import { applyCommands, type Changes, type LedgerState } from "./apply-commands.ts";
import { loadState } from "./load-state.ts";
import type { Outcome } from "./outcome.ts";

/** Covers nearly every spend, so that an account with a thousand open batches costs no more than one with eight. */
export const firstBatchLimit = 8;
const batchLimitGrowth = 16;

/** What is to be decided, of accounts that the transaction has locked. */
export interface ToDecide {
  accounts: readonly string[];
  commands: readonly Command[];
  now: Date;
  batchLimit: number;
  /** Runs before the first decision; true means that it changed the accounts, and they are loaded again. */
  before?: (loaded: LedgerState) => Promise<boolean>;
}

/** Loads the state after the lock and decides. Starts with as many open batches as most commands need, then reads more. */
export async function decideCommands(
  tx: Tx,
  { accounts, commands, now, batchLimit: first, before }: ToDecide,
): Promise<{ outcomes: Outcome[]; changes: Changes }> {
  for (let batchLimit = first; ; batchLimit *= batchLimitGrowth) {
    const load = () => loadState(tx, accounts, commands, { now, batchLimit });
    let ledger = await load();
    if (before !== undefined && batchLimit === first && (await before(ledger))) ledger = await load();
    const steps = commands.map((command) => ({ command, now }));
    const applied = applyCommands(ledger, steps);
    if (applied.status === "decided") return applied;
  }
}
