import type { EntryRow } from "#db/queries/read-entries.ts";
import type { HoldRow } from "#db/queries/read-holds.ts";
import type { AccountRow, BatchRow } from "#db/queries/read-states.ts";
import type { TransactionRow } from "#db/queries/read-transactions.ts";
import type { AccountState, LeftOut } from "#lib/credits/account-state.ts";
import type { Batch } from "#lib/credits/batch.ts";
import { compareDeductionOrder } from "#lib/credits/deduction-order.ts";
import type { Hold } from "#lib/credits/hold.ts";
import type { KeptKey, Transaction } from "#lib/credits/transaction.ts";

/** An account's state from its rows, which are all that it has. */
export function toState(row: AccountRow, parts: Pick<AccountState, "batches" | "holds" | "refundable">): AccountState {
  const { id, version, at, batches, holds, frozenAt } = row;
  return { account: id, version, at, batchCount: batches, holdCount: holds, frozenAt, ...parts, leftOut: null };
}

/**
 * What a state leaves out of which the first `ahead` open batches were read, those that are due, and some that are named:
 * the sums of the account row less what is there. `open` are those that were read for being open.
 */
export function toLeftOut(
  row: AccountRow,
  { batches, open, ahead }: { batches: readonly Batch[]; open: readonly Batch[]; ahead: number },
): LeftOut {
  const available = {
    subscription: row.availableSubscription,
    activity: row.availableActivity,
    purchased: row.availablePurchased,
  };
  let { held } = row;
  for (const batch of batches) {
    available[batch.kind] -= batch.remaining;
    held -= batch.held;
  }
  // Fewer than asked for are all there are; else nothing lies unread before the last of the first.
  return { available, held, after: open.toSorted(compareDeductionOrder)[ahead - 1] ?? null };
}

/** A batch as the rules know it. */
export function toBatch({ accountId: _account, open: _open, ...batch }: BatchRow): Batch {
  return batch;
}

/** A hold as the rules know it; its parts are what its line took, in deduction order. */
export function toHold({ accountId: _account, feature, ...row }: HoldRow, entries: readonly EntryRow[]): Hold {
  return {
    ...row,
    feature: feature ?? "",
    parts: entries.map(({ batch, amount }) => ({ batch, amount: -amount })),
  };
}

/** A line of the history with its entries, as the rules know it. */
export function toTransaction(row: TransactionRow, entries: readonly EntryRow[]): Transaction {
  const { accountId, keyScope, idempotencyKey, fingerprint, ...line } = row;
  return {
    ...line,
    account: accountId,
    request: toKeptKey({ keyScope, idempotencyKey, fingerprint }),
    entries: entries.map(({ accountId: _account, version: _version, ...entry }) => entry),
  };
}

function toKeptKey(row: Pick<TransactionRow, "keyScope" | "idempotencyKey" | "fingerprint">): KeptKey | null {
  if (row.keyScope === null || row.idempotencyKey === null || row.fingerprint === null) return null;
  return { scope: toScope(row.keyScope), key: row.idempotencyKey, fingerprint: row.fingerprint };
}

function toScope(text: string): KeptKey["scope"] {
  const known = plainScopes.find((scope) => scope === text);
  if (known !== undefined) return known;
  if (text.startsWith("service:")) return `service:${text.slice("service:".length)}`;
  if (text.startsWith("device:")) return `device:${text.slice("device:".length)}`;
  throw new Error(`A line carries the unknown key scope "${text}"`);
}

const plainScopes = ["web", "desktop", "mobile", "stripe", "jobs", "operator"] as const;
