import type { AccountState } from "./account-state.ts";
import type { Batch } from "./batch.ts";
import { bookLine, type LineDraft, type Move } from "./book-line.ts";
import { familyOf, revocationOf } from "./bring-to-target.ts";
import type { Booked } from "./decision.ts";
import type { HoldPart } from "./hold.ts";
import type { Revocation } from "./revocation.ts";
import type { Transaction } from "./transaction.ts";

/** Books a line that takes credits of a batch's family, and changes its debt. */
export function bookTaking(
  state: AccountState,
  { root, take, draft }: { root: number; take: number; draft: Omit<LineDraft, "type" | "moves"> },
): Booked & { own: Transaction } {
  const moves: Move[] = [];
  let missing = take;
  for (const batch of familyOf(state, root)) {
    const amount = Math.min(batch.remaining, missing);
    if (amount > 0) moves.push({ batch, amount: -amount });
    missing -= amount;
  }
  const revocation = revocationOf(state, root);
  if (revocation === null) throw new Error(`batch ${root} has no revocation`);
  const booked = bookLine(state, { type: "revoke", moves, ...ofBatch(root, revocation), ...draft });
  return { own: booked.line, lines: [booked.line], made: [], state: booked.state };
}

/** Takes the newest repayments of a batch off the state, and says to which batches they go back. */
export function takeBackRepayments(
  state: AccountState,
  root: number,
  credits: number,
): { state: AccountState; parts: HoldPart[] } {
  const own = state.repayments.filter(({ of }) => of === root).toSorted((a, b) => b.version - a.version);
  const parts: HoldPart[] = [];
  const left = new Map<number, number>();
  let missing = credits;
  for (const { from, amount, version } of own) {
    const back = Math.min(amount, missing);
    if (back > 0) parts.push({ batch: from, amount: back });
    left.set(version, amount - back);
    missing -= back;
  }
  if (missing > 0) throw new Error(`the state lacks repayments of batch ${root}`);
  const repayments = state.repayments.flatMap((one) => {
    const amount = one.of === root ? (left.get(one.version) ?? 0) : one.amount;
    return amount === 0 ? [] : [{ ...one, amount }];
  });
  return { state: { ...state, repayments }, parts };
}

/** The state with another revocation of a batch. */
export function withRevocation(state: AccountState, number: number, revocation: Revocation): AccountState {
  const change = (batch: Batch) => (batch.number === number ? { ...batch, revocation } : batch);
  return { ...state, batches: state.batches.map(change) };
}

/** What each line about a returned payment says of its batch. */
export function ofBatch(number: number, { target }: Pick<Revocation, "target">) {
  return { ofBatch: number, target };
}
