import type { AccountState } from "./account-state.ts";
import { bookLine } from "./book-line.ts";
import { ofBatch, withRevocation } from "./book-taking.ts";
import type { Booked } from "./decision.ts";
import { findBatch } from "./give-back.ts";

/** Repays the account's debt out of a batch, the oldest debt first, in a line for each batch that owes; as far as it goes. */
export function repay(state: AccountState, from: number, at: Date): Booked {
  const owing = state.batches
    .flatMap(({ number, revocation }) => (revocation !== null && revocation.owed > 0 ? [{ number, revocation }] : []))
    .toSorted((a, b) => a.revocation.version - b.revocation.version || a.number - b.number);
  const total = owing.reduce((sum, { revocation }) => sum + revocation.owed, 0);
  if (total !== state.debt) throw new Error(`the state lacks batches that owe: ${total} of ${state.debt}`);
  const lines: Booked["lines"][number][] = [];
  let after = state;
  for (const { number, revocation } of owing) {
    const batch = findBatch(after, from);
    const amount = Math.min(batch.remaining, revocation.owed);
    if (amount === 0) break;
    const { owed, repaid, version } = revocation;
    const next = withRevocation(after, number, { ...revocation, owed: owed - amount, repaid: repaid + amount });
    const booked = bookLine(next, {
      type: "repayment",
      at,
      moves: [{ batch, amount: -amount }],
      relatesTo: version,
      debtChange: -amount,
      ...ofBatch(number, revocation),
    });
    lines.push(booked.line);
    const made = { of: number, from, amount, version: booked.line.version };
    after = { ...booked.state, repayments: [...booked.state.repayments, made] };
  }
  return { lines, made: [], state: after };
}
