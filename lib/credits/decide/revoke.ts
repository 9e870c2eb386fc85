import type { AccountState } from "#lib/credits/account-state.ts";
import { bookTaking, ofBatch, takeBackRepayments, withRevocation } from "#lib/credits/book-taking.ts";
import { bringToTarget, familyOf } from "#lib/credits/bring-to-target.ts";
import type { RevokeCommand } from "#lib/credits/command.ts";
import { type Decision, refuse } from "#lib/credits/decision.ts";
import { giveBack } from "#lib/credits/give-back.ts";
import type { Revocation } from "#lib/credits/revocation.ts";

/**
 * Brings what is taken back of a batch to its target. Upwards it takes what remains, waits for holds and counts what was
 * used as debt; downwards it cancels debt, then gives repayments back to the batches that made them, then gives back to the
 * batch. Refused when the target is what it was.
 */
export function decideRevoke(state: AccountState, command: RevokeCommand, now: Date): Decision {
  const batch = state.batches.find(({ number }) => number === command.batch);
  if (batch === undefined) return refuse({ slug: "not-found" });
  if (batch.returnedFrom !== null) {
    const message = "came back from another batch, which is the one to name";
    return refuse({ slug: "invalid-request", path: "batch", message });
  }
  const { target } = command;
  if (target > batch.granted) {
    return refuse({ slug: "invalid-request", path: "target", message: "is more than was granted" });
  }
  const before = batch.revocation ?? none;
  if (target === before.target) return refuse({ slug: "unchanged" });

  const version = target > before.target ? state.version + 1 : before.version;
  const change = bringToTarget({ ...before, target, version }, familyOf(state, batch.number));
  const { request, platform, actor, reason, reference } = command;
  const debtChange = change.after.owed - before.owed;
  const draft = { at: now, request, platform, actor, reason, reference, debtChange };
  const next = withRevocation(state, batch.number, change.after);
  if (target > before.target) {
    return { status: "accepted", ...bookTaking(next, { root: batch.number, take: change.take, draft }) };
  }
  const repaid = takeBackRepayments(next, batch.number, change.unrepay);
  const own = change.take < 0 ? [{ batch: batch.number, amount: -change.take }] : [];
  const relation = { relatesTo: before.version, ...ofBatch(batch.number, change.after) };
  const back = giveBack(repaid.state, {
    parts: [...repaid.parts, ...own],
    liveAt: now,
    byPerson: false,
    draft: { type: "reinstate", ...draft, ...relation },
  });
  return { status: "accepted", ...back };
}

const none: Revocation = { target: 0, taken: 0, owed: 0, repaid: 0, forgiven: 0, version: 0 };
