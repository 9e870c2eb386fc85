import type { AccountState } from "#lib/credits/account-state.ts";
import { bookLine } from "#lib/credits/book-line.ts";
import { ofBatch, withRevocation } from "#lib/credits/book-taking.ts";
import type { ForgiveCommand } from "#lib/credits/command.ts";
import { type Decision, refuse } from "#lib/credits/decision.ts";

/** Writes off what a batch still owes: a line of amount 0. Refused when it owes nothing. */
export function decideForgive(state: AccountState, command: ForgiveCommand, now: Date): Decision {
  const batch = state.batches.find(({ number }) => number === command.batch);
  if (batch === undefined) return refuse({ slug: "not-found" });
  const { revocation } = batch;
  if (revocation === null || revocation.owed === 0) return refuse({ slug: "nothing-left", held: 0 });
  const { owed, forgiven, version } = revocation;
  const next = withRevocation(state, batch.number, { ...revocation, owed: 0, forgiven: forgiven + owed });
  const { type, request, platform, actor, reason } = command;
  const { line, state: after } = bookLine(next, {
    type,
    at: now,
    moves: [],
    request,
    platform,
    actor,
    reason,
    relatesTo: version,
    debtChange: -owed,
    ...ofBatch(batch.number, revocation),
  });
  return { status: "accepted", own: line, lines: [line], made: [], state: after };
}
