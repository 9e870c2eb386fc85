import type { AccountState } from "#lib/credits/account-state.ts";
import { bookLine, moveHeld } from "#lib/credits/book-line.ts";
import { type CaptureCommand, type ExtendCommand, maxHoldSeconds, type ReleaseCommand } from "#lib/credits/command.ts";
import { type Decision, refuse } from "#lib/credits/decision.ts";
import { endHold } from "#lib/credits/end-hold.ts";
import { settleRevocations } from "#lib/credits/give-back.ts";
import { type Hold, keptParts, splitParts } from "#lib/credits/hold.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import { secondsAfter } from "./use.ts";

/** Uses held credits, all or part. Refused after the final capture, after the time limit, or for more than is still held. */
export function decideCapture(state: AccountState, command: CaptureCommand, now: Date): Decision {
  const found = findOpenHold(state, command.hold);
  if (found.status === "refused") return refuse(found.refusal);
  const { hold } = found;
  const held = hold.amount - hold.captured;
  const captured = command.amount ?? held;
  if (captured > held) return refuse({ slug: "exceeds-hold", held });
  if (!command.final) return captureInPart(state, { hold, captured, command, now });
  const { request, platform, actor } = command;
  const ended = endHold(state, hold, {
    status: "captured",
    captured,
    liveAt: now,
    draft: { type: "capture", at: now, request, platform, actor, captured },
  });
  return { status: "accepted", ...ended };
}

/** Uses the first credits still held and leaves the hold open: a line of amount 0, because nothing is returned. */
function captureInPart(
  state: AccountState,
  { hold, captured, command, now }: { hold: Hold; captured: number; command: CaptureCommand; now: Date },
): Decision {
  const { request, platform, actor } = command;
  const used = splitParts(keptParts(hold), captured).first;
  const draft = { type: "capture" as const, at: now, moves: [], request, platform, actor, captured };
  const { line, state: after } = bookLine(moveHeld(state, used, -1), {
    ...draft,
    ...ofHold(hold),
    holdExpiresAt: hold.expiresAt,
  });
  const settled = settleRevocations(after, used, line);
  const holds = settled.state.holds.map((open) =>
    open.number === hold.number ? { ...open, captured: hold.captured + captured } : open,
  );
  const lines = [line, ...settled.lines];
  return { status: "accepted", own: line, lines, made: settled.made, state: { ...settled.state, holds } };
}

/** Returns everything still held. */
export function decideRelease(state: AccountState, command: ReleaseCommand, now: Date): Decision {
  const found = findOpenHold(state, command.hold);
  if (found.status === "refused") return refuse(found.refusal);
  const { request, platform, actor, cause } = command;
  const ended = endHold(state, found.hold, {
    status: "released",
    captured: 0,
    liveAt: now,
    byPerson: cause !== "failed",
    draft: { type: "release", at: now, request, platform, actor, reason: cause },
  });
  return { status: "accepted", ...ended };
}

/** Moves a hold's time limit: a line of amount 0. */
export function decideExtend(state: AccountState, command: ExtendCommand, now: Date): Decision {
  const found = findOpenHold(state, command.hold);
  if (found.status === "refused") return refuse(found.refusal);
  const { hold } = found;
  const expiresAt = secondsAfter(now, command.expiresInSeconds);
  if (expiresAt > secondsAfter(hold.openedAt, maxHoldSeconds)) {
    return refuse({
      slug: "invalid-request",
      path: "expiresInSeconds",
      message: "a hold lives at most 24 hours in all",
    });
  }
  const { request, platform, actor } = command;
  const { line, state: after } = bookLine(state, {
    type: "extend",
    at: now,
    moves: [],
    request,
    platform,
    actor,
    ...ofHold(hold),
    holdExpiresAt: expiresAt,
  });
  const holds = after.holds.map((open) => (open.number === hold.number ? { ...open, expiresAt } : open));
  return { status: "accepted", own: line, lines: [line], made: [], state: { ...after, holds } };
}

/** The fields that a line copies from its hold. */
function ofHold({ feature, reference, version, number }: Hold) {
  return { feature, reference, relatesTo: version, hold: number };
}

/** Finds the hold if it is open. Lapses that are due were booked before. */
function findOpenHold(
  state: AccountState,
  number: number,
): { status: "open"; hold: Hold } | { status: "refused"; refusal: Refusal } {
  const hold = state.holds.find((candidate) => candidate.number === number);
  if (hold === undefined) return { status: "refused", refusal: { slug: "not-found" } };
  if (hold.status !== "open") return { status: "refused", refusal: { slug: "hold-not-open", status: hold.status } };
  return { status: "open", hold };
}
