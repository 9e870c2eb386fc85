import type { AccountState } from "./account-state.ts";
import { type Batch, isLive } from "./batch.ts";
import { bookLine } from "./book-line.ts";
import type { Booked } from "./decision.ts";
import { endHold, isOverdue } from "./end-hold.ts";
import type { Hold } from "./hold.ts";

/** Something that is due: an expired batch with credits left, or an open hold past its time limit. */
type Due = { instant: Date; what: "expiry"; batch: Batch } | { instant: Date; what: "lapse"; hold: Hold };

/**
 * Books everything due by an instant: one line each, in the order of their instants, an expiry before a lapse at the same
 * instant. Credits that a lapse returns to a batch that expired before now are then due as well.
 */
export function bookDue(state: AccountState, now: Date): Booked {
  const all: { lines: Booked["lines"][number][]; made: Batch[]; state: AccountState } = { lines: [], made: [], state };
  for (let due = nextDue(state, now); due !== null; due = nextDue(all.state, now)) {
    const booked = due.what === "expiry" ? expire(all.state, due.batch, now) : lapse(all.state, due.hold, now);
    all.lines.push(...booked.lines);
    all.made.push(...booked.made);
    all.state = booked.state;
  }
  return all;
}

function nextDue(state: AccountState, now: Date): Due | null {
  const expiries = state.batches.flatMap((batch): Due[] =>
    batch.remaining > 0 && batch.expiresAt !== null && !isLive(batch, now)
      ? [{ instant: batch.expiresAt, what: "expiry", batch }]
      : [],
  );
  const lapses = state.holds.flatMap((hold): Due[] =>
    isOverdue(hold, now) ? [{ instant: hold.expiresAt, what: "lapse", hold }] : [],
  );
  return [...expiries, ...lapses].reduce<Due | null>(
    (first, due) => (first === null || isBefore(due, first) ? due : first),
    null,
  );
}

function isBefore(a: Due, b: Due): boolean {
  const difference = a.instant.getTime() - b.instant.getTime();
  if (difference !== 0) return difference < 0;
  if (a.what !== b.what) return a.what === "expiry";
  return numberOf(a) < numberOf(b);
}

function numberOf(due: Due): number {
  return due.what === "expiry" ? due.batch.number : due.hold.number;
}

function expire(state: AccountState, batch: Batch, now: Date): Booked {
  const booked = bookLine(state, { type: "expiry", at: now, moves: [{ batch, amount: -batch.remaining }] });
  return { lines: [booked.line], made: [], state: booked.state };
}

function lapse(state: AccountState, hold: Hold, now: Date): Booked {
  return endHold(state, hold, {
    status: "lapsed",
    captured: 0,
    liveAt: hold.expiresAt,
    draft: { type: "release", at: now, reason: "lapsed" },
  });
}
