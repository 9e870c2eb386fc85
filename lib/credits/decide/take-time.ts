import type { AccountState } from "#lib/credits/account-state.ts";
import { isLive } from "#lib/credits/batch.ts";
import { bookLine } from "#lib/credits/book-line.ts";
import type { TakeTimeCommand } from "#lib/credits/command.ts";
import { type Decision, refuse } from "#lib/credits/decision.ts";

/**
 * Takes back credits of the named batches, newest first, as far as they remain; held credits stay held. Refused when
 * nothing remains.
 */
export function decideTakeTime(state: AccountState, command: TakeTimeCommand, now: Date): Decision {
  const named = state.batches.filter(({ number }) => command.batches.includes(number));
  let missing = command.amount;
  const moves: { batch: (typeof named)[number]; amount: number }[] = [];
  for (const batch of named.toSorted((a, b) => b.number - a.number)) {
    const amount = isLive(batch, now) ? Math.min(batch.remaining, missing) : 0;
    if (amount > 0) moves.push({ batch, amount: -amount });
    missing -= amount;
  }
  if (moves.length === 0) return refuse({ slug: "nothing-left", held: named.reduce((sum, { held }) => sum + held, 0) });
  const { request, platform, actor, reason, reference } = command;
  const draft = { type: "revoke" as const, at: now, moves, request, platform, actor, reason, reference };
  const { line, state: after } = bookLine(state, draft);
  return { status: "accepted", own: line, lines: [line], made: [], state: after };
}
