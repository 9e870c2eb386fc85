import type { Balance } from "#lib/credits/balance.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import type { Visibility } from "#lib/devices/policy.ts";
import type { BatchWithState } from "#lib/ledger/read/batches.ts";
import type { Quote } from "#lib/spending/quote.ts";

/** The most entries of a transaction, and batches of a quote, in one response. The rest is read page by page. */
export const shownAtMost = 100;

/** A balance as far as it is visible to a caller. */
export function presentBalance(balance: Balance, visibility: Visibility) {
  const { version, at, available, held, byKind, nextExpiry, nextCredits, debt } = balance;
  switch (visibility) {
    case "batches": {
      const whole = { version, at, available, held, byKind, nextExpiry, nextCredits };
      return debt === undefined ? whole : { ...whole, debt };
    }
    case "kinds":
      return { version, at, available, held, byKind };
    case "total":
      return { version, at, available };
  }
}

/** A transaction with its entries, or with the first of them and their number. */
type ShownLine = Transaction & { entryCount?: number };

/** A transaction as far as it is visible to a caller; absent fields are left out. */
export function presentTransaction(line: ShownLine, visibility: Visibility) {
  switch (visibility) {
    case "batches":
      return {
        ...presentLine(line),
        returnedBatch: line.ofBatch ?? undefined,
        target: line.target ?? undefined,
        debtChange: line.debtChange === 0 ? undefined : line.debtChange,
        entries: line.entries.slice(0, shownAtMost).map(presentEntry),
        entryCount: line.entryCount ?? line.entries.length,
      };
    case "kinds":
      return presentLine(line);
    case "total": {
      const { version, type, amount, feature, at } = presentLine(line);
      return { version, type, amount, feature, at };
    }
  }
}

function presentLine(line: Transaction) {
  return {
    version: line.version,
    type: line.type,
    amount: line.amount,
    balanceBefore: line.balanceBefore,
    balanceAfter: line.balanceAfter,
    feature: line.feature ?? undefined,
    units: line.units ?? undefined,
    reference: line.reference ?? undefined,
    platform: line.platform ?? undefined,
    clientVersion: line.clientVersion ?? undefined,
    reason: line.reason ?? undefined,
    relatesTo: line.relatesTo ?? undefined,
    hold: line.hold ?? undefined,
    captured: line.captured ?? undefined,
    at: line.at.toISOString(),
  };
}

/** Fields are named one by one: the rules keep more of an entry, which is not for callers. */
export function presentEntry({ batch, kind, amount, source, expiresAt }: Transaction["entries"][number]) {
  return { batch, kind, amount, source, expiresAt: expiresAt?.toISOString() ?? null };
}

/** The balance as a transaction left it: a replay, rebuilt from the transaction, returns the same. */
export function presentWritten(line: Transaction, visibility: Visibility) {
  return {
    transaction: presentTransaction(line, visibility),
    balance: { version: line.version, available: line.balanceAfter },
  };
}

/** A quote as far as it is visible to a caller, with what a purchase repays first. */
export function presentQuote(quote: Quote, { visibility, debt }: { visibility: Visibility; debt: number | undefined }) {
  const { batches, uses, ...total } = quote;
  switch (visibility) {
    case "batches": {
      const all = { ...total, uses, batches: batches.slice(0, shownAtMost), batchCount: batches.length };
      return debt === undefined ? all : { ...all, debt };
    }
    case "kinds":
      return { ...total, uses };
    case "total":
      return total;
  }
}

/** A batch for product back ends: with the source that it was granted for, by which they find it again. */
export function presentBatchWithSource(batch: BatchWithState) {
  return { ...presentBatch(batch), sourceId: batch.sourceId ?? undefined };
}

/** A batch for its account holder. */
export function presentBatch(batch: BatchWithState) {
  const { number, kind, source, label, granted, remaining, held, grantedAt, expiresAt, state } = batch;
  return {
    id: number,
    kind,
    source,
    label,
    granted,
    remaining,
    held,
    grantedAt: grantedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    state,
  };
}

/** The batch that a grant made, in its first state. */
export function presentMadeBatch(line: Transaction) {
  const [entry] = line.entries;
  if (line.type !== "grant" || entry === undefined) throw new Error(`line ${line.version} made no batch`);
  return {
    id: entry.batch,
    kind: entry.kind,
    source: entry.source,
    label: line.reason ?? entry.source,
    granted: line.amount,
    remaining: line.amount,
    held: 0,
    grantedAt: line.at.toISOString(),
    expiresAt: entry.expiresAt?.toISOString() ?? null,
    state: "live" as const,
  };
}
