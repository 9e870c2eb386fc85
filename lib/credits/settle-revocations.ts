import type { AccountState } from "./account-state.ts";
import type { Batch } from "./batch.ts";
import { bookLine, type LineDraft, type Move } from "./book-line.ts";
import type { Booked } from "./decision.ts";
import { giveBack } from "./give-back.ts";
import type { HoldPart } from "./hold.ts";
import { bringToTarget, familyOf, type Revocation, type RevocationChange, revocationOf, rootOf } from "./revocation.ts";
import type { Transaction } from "./transaction.ts";

/**
 * Settles the revocations of batches after a line changed what is on hold of them or returned credits to them: what came
 * back is taken, and what was used becomes debt. The lines refer to that line; without a change there are none.
 */
export function settleRevocations(
  state: AccountState,
  touched: readonly Pick<HoldPart, "batch">[],
  { version, at }: Pick<Transaction, "version" | "at">,
): Booked {
  const named = new Set(touched.map(({ batch }) => batch));
  const roots = new Set(state.batches.flatMap((batch) => (named.has(batch.number) ? [rootOf(batch)] : [])));
  let settled: Booked = { lines: [], made: [], state };
  for (const root of roots) {
    const revocation = revocationOf(settled.state, root);
    if (revocation === null) continue;
    const change = bringToTarget(revocation, familyOf(settled.state, root));
    settled = followedBy(settled, settleOne(settled.state, { root, change, version, at }));
  }
  return settled;
}

function settleOne(
  state: AccountState,
  { root, change, version, at }: { root: number; change: RevocationChange; version: number; at: Date },
): Booked {
  const debtChange = change.after.owed - (revocationOf(state, root)?.owed ?? 0);
  const next = withRevocation(state, root, change.after);
  const taken: Booked =
    change.take === 0 && debtChange === 0
      ? { lines: [], made: [], state: next }
      : bookTaking(next, { root, take: change.take, draft: { at, relatesTo: version, debtChange } });
  if (change.unrepay === 0) return taken;
  const back = takeBackRepayments(taken.state, root, change.unrepay);
  const draft = { type: "reinstate" as const, at, relatesTo: version, ...ofBatch(root, change.after) };
  return followedBy(taken, giveBack(back.state, { parts: back.parts, liveAt: at, byPerson: false, draft }));
}

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

function followedBy(first: Booked, then: Booked): Booked {
  return { lines: [...first.lines, ...then.lines], made: [...first.made, ...then.made], state: then.state };
}
