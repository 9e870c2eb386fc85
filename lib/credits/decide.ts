import { type AccountState, booked } from "./account-state.ts";
import { type Allocation, allocate, sumByKind, type Take } from "./allocate.ts";
import type { Batch } from "./batch.ts";
import { bookDue } from "./book-due.ts";
import { type Command, type GrantCommand, maxAmount, type SpendCommand } from "./command.ts";
import type { Refusal } from "./refusal.ts";
import type { Transaction } from "./transaction.ts";

/**
 * Either the lines to write (what was due first, the command's own last) with the batch that the command made
 * and the state after them, or a refusal.
 */
export type Decision =
  | { status: "accepted"; due: Transaction[]; own: Transaction; made: Batch | null; state: AccountState }
  | { status: "refused"; refusal: Refusal };

/**
 * Decides one command on one account's state at an instant, which may not lie before the account's newest line.
 * Pure: the same input gives the same output, so that a whole history can be replayed through it.
 * A refused command books nothing, and its numbers count what is due as done.
 */
export function decide(state: AccountState, command: Command, now: Date): Decision {
  if (state.at !== null && now < state.at)
    throw new Error(`decide: now ${now.toISOString()} lies before the newest line`);
  if (state.account !== command.account) throw new Error("decide: the command belongs to another account");
  const { lines: due, state: settled } = bookDue(state, now);
  switch (command.type) {
    case "grant":
      return decideGrant(settled, command, now, due);
    case "spend":
      return decideSpend(settled, command, now, due);
  }
}

function decideGrant(state: AccountState, command: GrantCommand, now: Date, due: Transaction[]): Decision {
  if (!isAmount(command.amount)) return refuse(notAnAmount("amount"));
  if (command.expiresAt !== null && command.expiresAt <= now) {
    return refuse({ slug: "invalid-request", path: "expiresAt", message: "must lie in the future" });
  }
  const before = booked(state);
  if (!Number.isSafeInteger(before + command.amount)) {
    return refuse({ slug: "invalid-request", path: "amount", message: "would make the balance too large" });
  }
  const { kind, amount, expiresAt, source, sourceId, reason } = command;
  const number = state.batchCount + 1;
  const batch: Batch = {
    number,
    kind,
    granted: amount,
    remaining: amount,
    grantedAt: now,
    expiresAt,
    source,
    sourceId,
    label: reason,
  };
  const own: Transaction = {
    ...lineOf(state, command, now, amount),
    feature: null,
    units: null,
    reference: sourceId,
    reason,
    entries: [{ batch: number, kind, amount, source, expiresAt }],
  };
  const after = { ...state, version: own.version, at: now, batchCount: number, open: [...state.open, batch] };
  return { status: "accepted", due, own, made: batch, state: after };
}

function decideSpend(state: AccountState, command: SpendCommand, now: Date, due: Transaction[]): Decision {
  // A cost of nothing would leave a line without entries, a negative one would make credits out of nothing.
  if (!isAmount(command.cost)) return refuse(notAnAmount("units"));
  const allocation = allocate(state.open, command.cost, now);
  const quoteRefusal = checkQuote(command, allocation, now);
  if (quoteRefusal !== null) return refuse(quoteRefusal);
  if (allocation.status === "short") {
    const { available, shortfall } = allocation;
    return refuse({ slug: "insufficient-credits", cost: command.cost, available, shortfall });
  }
  const own: Transaction = {
    ...lineOf(state, command, now, -command.cost),
    feature: command.feature,
    units: command.units,
    reference: command.reference,
    reason: null,
    entries: allocation.takes.map(({ batch, amount }) => ({
      batch: batch.number,
      kind: batch.kind,
      amount: -amount,
      source: batch.source,
      expiresAt: batch.expiresAt,
    })),
  };
  const after = { ...state, version: own.version, at: now, open: takeFrom(state.open, allocation.takes) };
  return { status: "accepted", due, own, made: null, state: after };
}

function isAmount(credits: number): boolean {
  return Number.isInteger(credits) && credits >= 1 && credits <= maxAmount;
}

function notAnAmount(path: string): Refusal {
  return { slug: "invalid-request", path, message: `must come to 1 to ${maxAmount} whole credits` };
}

/** A quote binds what is taken: no kind that was not shown, and no more purchased credits than shown. */
function checkQuote({ quote }: SpendCommand, allocation: Allocation, now: Date): Refusal | null {
  if (quote === null) return null;
  if (quote.expiresAt <= now) return { slug: "quote-expired" };
  if (allocation.status === "short") return null;
  const takes = sumByKind(allocation.takes);
  const shown = new Map(quote.uses.map((use) => [use.kind, use.amount]));
  const unseen = allocation.takes.some(({ batch }) => !shown.has(batch.kind));
  if (unseen || takes.purchased > (shown.get("purchased") ?? 0)) return { slug: "quote-changed" };
  return null;
}

function lineOf(state: AccountState, command: Command, at: Date, amount: number) {
  const balanceBefore = booked(state);
  return {
    account: state.account,
    version: state.version + 1,
    type: command.type,
    amount,
    balanceBefore,
    balanceAfter: balanceBefore + amount,
    at,
    request: command.request,
    platform: command.platform,
    actor: command.actor,
  };
}

function takeFrom(open: readonly Batch[], takes: readonly Take[]): Batch[] {
  const taken = new Map(takes.map(({ batch, amount }) => [batch.number, amount]));
  return open
    .map((batch) => ({ ...batch, remaining: batch.remaining - (taken.get(batch.number) ?? 0) }))
    .filter((batch) => batch.remaining > 0);
}

function refuse(refusal: Refusal): Decision {
  return { status: "refused", refusal };
}
