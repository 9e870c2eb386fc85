import type { AccountState } from "./account-state.ts";
import { type Batch, isLive } from "./batch.ts";
import { bookLine, type LineDraft, type Move } from "./book-line.ts";
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
  draft: Omit<LineDraft, "moves">;
}

/**
 * Books a line that returns credits to the batches they came from. If such a batch has expired, the credits become a new
 * batch of the same kind, valid for 7 days. This happens once: credits of an already returned batch, and credits whose
 * return the user caused, go back and expire at once in a second line.
 */
export function giveBack(
  state: AccountState,
  { parts, liveAt, byPerson, draft }: GiveBack,
): Booked & { own: Transaction } {
  const moves: Move[] = [];
  const made: Batch[] = [];
  const over: { batch: Batch; amount: number }[] = [];
  for (const { batch: number, amount } of parts) {
    const batch = findBatch(state, number);
    if (isLive(batch, liveAt)) moves.push({ batch, amount });
    else if (byPerson || batch.returnedFrom !== null) {
      moves.push({ batch, amount });
      over.push({ batch, amount });
    } else {
      const returned = returnedBatch(batch, amount, { number: state.batchCount + made.length + 1, at: draft.at });
      made.push(returned);
      moves.push({ batch: returned, amount, onBehalfOf: batch.number });
    }
  }
  const own = bookLine({ ...state, batchCount: state.batchCount + made.length }, { ...draft, moves });
  const lines = [own.line];
  let after = own.state;
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
  return { own: own.line, lines, made, state: after };
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
    grantedAt: at,
    expiresAt: new Date(at.getTime() + returnedCreditsDays * dayMs),
    source: "returned",
    sourceId: null,
    returnedFrom: ended.number,
    label: ended.label,
  };
}
