import { type AccountState, booked } from "./account-state.ts";
import { type Batch, isLive } from "./batch.ts";
import type { Transaction } from "./transaction.ts";

/** What had ended by an instant, booked: one expiry line per batch, in the order of the instants, and the state after. */
export function bookDue(state: AccountState, now: Date): { lines: Transaction[]; state: AccountState } {
  const due = state.open.filter((batch) => !isLive(batch, now)).toSorted(compareEnds);
  if (due.length === 0) return { lines: [], state };

  let balance = booked(state);
  const lines = due.map((batch, index) => {
    const line = expiryLine(state, batch, { version: state.version + 1 + index, balanceBefore: balance, at: now });
    balance = line.balanceAfter;
    return line;
  });
  const open = state.open.filter((batch) => isLive(batch, now));
  return { lines, state: { ...state, version: state.version + lines.length, at: now, open } };
}

function compareEnds(a: Batch, b: Batch): number {
  return (a.expiresAt?.getTime() ?? 0) - (b.expiresAt?.getTime() ?? 0) || a.number - b.number;
}

function expiryLine(
  { account }: AccountState,
  batch: Batch,
  { version, balanceBefore, at }: { version: number; balanceBefore: number; at: Date },
): Transaction {
  const { number, kind, remaining, source, expiresAt } = batch;
  return {
    account,
    version,
    type: "expiry",
    amount: -remaining,
    balanceBefore,
    balanceAfter: balanceBefore - remaining,
    at,
    request: null,
    feature: null,
    units: null,
    reference: null,
    platform: null,
    reason: null,
    actor: null,
    entries: [{ batch: number, kind, amount: -remaining, source, expiresAt }],
  };
}
