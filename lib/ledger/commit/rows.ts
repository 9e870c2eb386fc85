import type { AccountRow, BatchRow } from "#db/queries/credits/account-states.ts";
import type { EntryRow } from "#db/queries/credits/entries.ts";
import type { HoldRow } from "#db/queries/credits/holds.ts";
import type { TransactionRow } from "#db/queries/credits/transactions.ts";
import type { AccountState, PartialState } from "#lib/credits/account-state.ts";
import type { Batch } from "#lib/credits/batch.ts";
import { compareDeductionOrder } from "#lib/credits/deduction-order.ts";
import type { Hold } from "#lib/credits/hold.ts";
import type { KeptKey, Transaction } from "#lib/credits/transaction.ts";

/** An account's complete state, from its rows. */
export function toState(
  row: AccountRow,
  parts: Pick<AccountState, "batches" | "holds" | "refundable" | "repayments">,
): AccountState {
  const { id, version, at, batches, holds, frozenAt, debt } = row;
  return { account: id, version, at, batchCount: batches, holdCount: holds, frozenAt, debt, ...parts, partial: null };
}

/**
 * Describes a partial state: the sums of the account row minus the batches that were read. Those are the first
 * `batchLimit` open batches, the due ones, and the named ones; `open` are those read because they are open.
 */
export function toPartialState(
  row: AccountRow,
  { batches, open, batchLimit }: { batches: readonly Batch[]; open: readonly Batch[]; batchLimit: number },
): PartialState {
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
  // Fewer than the limit: all were read. Otherwise every unread batch comes after the last of the first `batchLimit`.
  return { available, held, after: open.toSorted(compareDeductionOrder)[batchLimit - 1] ?? null };
}

/** Converts a row to the domain's batch. */
export function toBatch({
  accountId: _account,
  open: _open,
  target,
  takenBack,
  owed,
  repaid,
  forgiven,
  revokedBy,
  ...batch
}: BatchRow): Batch {
  const isReturned = target !== null && revokedBy !== null;
  const revocation = isReturned ? { target, taken: takenBack, owed, repaid, forgiven, version: revokedBy } : null;
  return { ...batch, revocation };
}

/** The columns of a batch that a returned payment or forfeited credits change. */
export function toReturnedColumns({ forfeited, revocation }: Pick<Batch, "forfeited" | "revocation">) {
  const { target = null, taken = 0, owed = 0, repaid = 0, forgiven = 0, version = null } = revocation ?? {};
  return { forfeited, target, takenBack: taken, owed, repaid, forgiven, revokedBy: version };
}

/** Converts a row to the domain's hold; its parts are what its line took, in deduction order. */
export function toHold({ accountId: _account, feature, ...row }: HoldRow, entries: readonly EntryRow[]): Hold {
  return {
    ...row,
    feature: feature ?? "",
    parts: entries.map(({ batch, amount }) => ({ batch, amount: -amount })),
  };
}

/** Converts a row and its entries to the domain's transaction. */
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
  throw new Error(`A line has the unknown key scope "${text}"`);
}

const plainScopes = ["web", "desktop", "mobile", "stripe", "jobs", "operator"] as const;
