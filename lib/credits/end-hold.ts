import type { AccountState } from "./account-state.ts";
import { type LineDraft, moveHeld } from "./book-line.ts";
import type { Booked } from "./decision.ts";
import { giveBack } from "./give-back.ts";
import { type Hold, keptParts, splitParts } from "./hold.ts";
import type { Transaction } from "./transaction.ts";

/** How a hold ends. */
interface End {
  status: "captured" | "released" | "lapsed";
  /** Whole credits to use of those still held; the rest is returned. */
  captured: number;
  liveAt: Date;
  byPerson?: boolean;
  draft: Omit<LineDraft, "moves">;
}

/** Ends an open hold: uses the first credits still held and returns the rest to their batches. */
export function endHold(
  state: AccountState,
  hold: Hold,
  { status, captured, liveAt, byPerson = false, draft }: End,
): Booked & { own: Transaction } {
  const kept = keptParts(hold);
  const { first: used, rest } = splitParts(kept, captured);
  const free = moveHeld(state, kept, -1);
  const back = giveBack(free, {
    parts: rest,
    liveAt,
    byPerson,
    used,
    draft: { ...draft, feature: hold.feature, reference: hold.reference, relatesTo: hold.version, hold: hold.number },
  });
  const ended = { ...hold, status, captured: hold.captured + captured };
  const holds = back.state.holds.map((open) => (open.number === hold.number ? ended : open));
  return { ...back, state: { ...back.state, holds } };
}

/** Whether an open hold has passed its time limit, booked or not. */
export function isOverdue(hold: Hold, now: Date): boolean {
  return hold.status === "open" && hold.expiresAt <= now;
}
