import type { AccountState } from "./account-state.ts";
import { type Batch, isLive } from "./batch.ts";
import { bookLine, type LineDraft, type Move } from "./book-line.ts";
import { bookTaking, ofBatch, takeBackRepayments, withRevocation } from "./book-taking.ts";
import { bringToTarget, familyOf, type RevocationChange, revocationOf, rootOf } from "./bring-to-target.ts";
import { returnedCreditsDays } from "./command.ts";
import type { Booked } from "./decision.ts";
import type { HoldPart } from "./hold.ts";
import type { Transaction } from "./transaction.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** How credits are returned. `liveAt` decides which batches have expired: the lapse's own instant, otherwise the line's. */
interface GiveBack {
  parts: readonly HoldPart[];
  liveAt: Date;
  /** Whether the user caused it (cancelled, invalid input): then expired credits get no new validity. */
  byPerson: boolean;
  /** Batches of which the line used credits that were on hold: revocations may have waited for them. */
  used?: readonly Pick<HoldPart, "batch">[];
  draft: Omit<LineDraft, "moves">;
}

/**
 * Books a line that returns credits to the batches they came from. What a revocation still wants of a batch is taken at
 * once, in a second line. If such a batch has expired, the rest becomes a new batch of the same kind, valid for 7 days.
 * This happens once: credits of an already returned batch, and credits whose return the user caused, go back and expire at
 * once in another line.
 */
export function giveBack(
  state: AccountState,
  { parts, liveAt, byPerson, used = [], draft }: GiveBack,
): Booked & { own: Transaction } {
  const moves: Move[] = [];
  const made: Batch[] = [];
  const over: { batch: Batch; amount: number }[] = [];
  const wanted = wantedOf(state, parts);
  for (const { batch: number, amount } of parts) {
    const batch = findBatch(state, number);
    const rest = amount - (wanted.get(number) ?? 0);
    if (isLive(batch, liveAt) || rest === 0) moves.push({ batch, amount });
    else if (byPerson || batch.returnedFrom !== null) {
      moves.push({ batch, amount });
      over.push({ batch, amount: rest });
    } else {
      if (rest < amount) moves.push({ batch, amount: amount - rest });
      const returned = returnedBatch(batch, rest, { number: state.batchCount + made.length + 1, at: draft.at });
      made.push(returned);
      moves.push({ batch: returned, amount: rest, onBehalfOf: batch.number });
    }
  }
  const own = bookLine({ ...state, batchCount: state.batchCount + made.length }, { ...draft, moves });
  const settled = settleRevocations(own.state, [...parts, ...used], own.line);
  const lines = [own.line, ...settled.lines];
  let after = settled.state;
  for (const { batch, amount } of over) {
    const expiry = bookLine(after, {
      type: "expiry",
      at: draft.at,
      moves: [{ batch, amount: -amount }],
      relatesTo: own.line.version,
    });
    lines.push(expiry.line);
    after = expiry.state;
  }
  return { own: own.line, lines, made: [...made, ...settled.made], state: after };
}

/** How much of the parts revocations still want, by batch; a batch comes before those that came back from it. */
function wantedOf(state: AccountState, parts: readonly HoldPart[]): Map<number, number> {
  const wanted = new Map<number, number>();
  const taken = new Map<number, number>();
  for (const { batch: number, amount } of parts.toSorted((a, b) => a.batch - b.batch)) {
    const root = rootOf(findBatch(state, number));
    const revocation = revocationOf(state, root);
    if (revocation === null) continue;
    const before = taken.get(root) ?? 0;
    const want = Math.min(amount, revocation.target - revocation.taken - before);
    wanted.set(number, want);
    taken.set(root, before + want);
  }
  return wanted;
}

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

/** Finds a batch that must be in the state, because a hold or an earlier line names it. */
export function findBatch(state: AccountState, number: number): Batch {
  const batch = state.batches.find((candidate) => candidate.number === number);
  if (batch === undefined) throw new Error(`the state lacks batch ${number}, which a line names`);
  return batch;
}

function returnedBatch(ended: Batch, amount: number, { number, at }: { number: number; at: Date }): Batch {
  return {
    number,
    kind: ended.kind,
    granted: amount,
    remaining: amount,
    held: 0,
    forfeited: 0,
    revocation: null,
    grantedAt: at,
    expiresAt: new Date(at.getTime() + returnedCreditsDays * dayMs),
    source: "returned",
    sourceId: null,
    returnedFrom: ended.number,
    label: ended.label,
  };
}

function followedBy(first: Booked, then: Booked): Booked {
  return { lines: [...first.lines, ...then.lines], made: [...first.made, ...then.made], state: then.state };
}
