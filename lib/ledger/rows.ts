import type { AccountRow, BatchRow } from "#db/queries/read-states.ts";
import type { EntryRow, TransactionRow } from "#db/queries/read-transactions.ts";
import type { AccountState } from "#lib/credits/account-state.ts";
import type { Batch } from "#lib/credits/batch.ts";
import type { KeyScope, RequestKey, Transaction } from "#lib/credits/transaction.ts";

/** An account's state from its rows. */
export function toState(row: AccountRow, batches: readonly BatchRow[]): AccountState {
  return { account: row.id, version: row.version, at: row.at, batchCount: row.batches, open: batches.map(toBatch) };
}

/** A batch as the rules know it. */
export function toBatch({ accountId: _account, open: _open, ...batch }: BatchRow): Batch {
  return batch;
}

/** A line of the history with its entries, as the rules know it. */
export function toTransaction(row: TransactionRow, entries: readonly EntryRow[]): Transaction {
  const { accountId, keyScope, idempotencyKey, fingerprint, ...line } = row;
  return {
    ...line,
    account: accountId,
    request: toRequestKey({ keyScope, idempotencyKey, fingerprint }),
    entries: entries.map(({ batch, kind, amount, source, expiresAt }) => ({ batch, kind, amount, source, expiresAt })),
  };
}

function toRequestKey(row: Pick<TransactionRow, "keyScope" | "idempotencyKey" | "fingerprint">): RequestKey | null {
  if (row.keyScope === null || row.idempotencyKey === null || row.fingerprint === null) return null;
  return { scope: toScope(row.keyScope), key: row.idempotencyKey, fingerprint: row.fingerprint };
}

function toScope(text: string): KeyScope {
  if (text === "web" || text === "stripe" || text === "jobs" || text === "operator") return text;
  if (text.startsWith("service:")) return `service:${text.slice("service:".length)}`;
  throw new Error(`A line carries the unknown key scope "${text}"`);
}
