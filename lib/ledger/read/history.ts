import type { DbOrTx } from "#db/client.ts";
import {
  type EntryRow,
  readEntries,
  readEntriesAfter,
  readEntryOf,
  readFirstEntries,
} from "#db/queries/credits/entries.ts";
import { type HistoryFilter, readHistoryRows, readNewerVersions } from "#db/queries/credits/history.ts";
import { readAnswerRows, readTransactionsByVersion, type TransactionRow } from "#db/queries/credits/transactions.ts";
import { compareDeductionOrder } from "#lib/credits/deduction-order.ts";
import type { Entry, Transaction } from "#lib/credits/transaction.ts";
import { toTransaction } from "#lib/ledger/commit/rows.ts";

/** Filters of a history page: `from` is inclusive, `to` exclusive; `batch` is a batch number. */
export type { HistoryFilter };

/** A page of an account's history, newest first; `nextBefore` is the cursor of the next page, null at the end. */
export async function readHistory(
  db: DbOrTx,
  account: string,
  filter: HistoryFilter,
  limit: number,
): Promise<{ transactions: Transaction[]; nextBefore: number | null }> {
  const rows = await readHistoryRows(db, account, filter, limit + 1);
  const page = rows.slice(0, limit);
  const transactions = await withEntries(db, page);
  return { transactions, nextBefore: rows.length > limit ? (page.at(-1)?.version ?? null) : null };
}

/** A line with the first of its entries and how many it has. */
type LineInShort = Transaction & { entryCount: number };

/** The same page with a limit on the entries per line, because a line can have thousands. */
export async function readHistoryInShort(
  db: DbOrTx,
  account: string,
  filter: HistoryFilter,
  { limit, entries }: { limit: number; entries: number },
): Promise<{ transactions: LineInShort[]; nextBefore: number | null }> {
  const rows = await readHistoryRows(db, account, filter, limit + 1);
  const page = rows.slice(0, limit);
  const transactions = await withFirstEntries(db, page, entries);
  return { transactions, nextBefore: rows.length > limit ? (page.at(-1)?.version ?? null) : null };
}

/** One line with a limited number of entries; null when the account has no such version. */
export async function readTransactionInShort(
  db: DbOrTx,
  account: string,
  version: number,
  entries: number,
): Promise<LineInShort | null> {
  const rows = await readTransactionsByVersion(db, account, [version]);
  const [transaction] = await withFirstEntries(db, rows, entries);
  return transaction ?? null;
}

/** A page of a line's entries in deduction order, starting after the batch `after`; null when line or entry is not found. */
export async function readEntryPage(
  db: DbOrTx,
  account: string,
  { version, after, limit }: { version: number; after: number | null; limit: number },
): Promise<{ entries: Entry[]; nextAfter: number | null } | null> {
  const line = { account, version };
  const [rows, start] = await Promise.all([
    readTransactionsByVersion(db, account, [version]),
    after === null ? null : readEntryOf(db, line, after),
  ]);
  if (rows.length === 0 || (after !== null && start === null)) return null;
  const found = await readEntriesAfter(db, line, { after: start, limit: limit + 1 });
  const entries = found.slice(0, limit);
  return { entries, nextAfter: found.length > limit ? (entries.at(-1)?.batch ?? null) : null };
}

async function withFirstEntries(db: DbOrTx, rows: readonly TransactionRow[], entries: number): Promise<LineInShort[]> {
  if (rows.length === 0) return [];
  const lines = rows.map(({ accountId, version }) => ({ account: accountId, version }));
  const byVersion = Map.groupBy(await readFirstEntries(db, lines, entries), (entry) => entry.version);
  return rows.map((row) => {
    const own = byVersion.get(row.version) ?? [];
    const inOrder = own.toSorted((a, b) => compareDeductionOrder(placeOf(a), placeOf(b)));
    const plain = inOrder.map(({ entryCount: _count, ...entry }) => entry);
    return { ...toTransaction(row, plain), entryCount: own[0]?.entryCount ?? 0 };
  });
}

function placeOf({ kind, expiresAt, batch }: EntryRow) {
  return { kind, expiresAt, number: batch };
}

/**
 * The cursor of the next newer page: its `before`, "newest" when that is the newest page, and null on the newest page
 * itself.
 */
export async function readNewerPage(
  db: DbOrTx,
  account: string,
  filter: HistoryFilter,
  limit: number,
): Promise<number | "newest" | null> {
  if (filter.before === undefined) return null;
  const versions = await readNewerVersions(db, account, filter, limit + 1);
  const start = versions[limit];
  return start ?? "newest";
}

/** One line of the history, or null when the account has no such version. */
export async function readTransaction(db: DbOrTx, account: string, version: number): Promise<Transaction | null> {
  const rows = await readTransactionsByVersion(db, account, [version]);
  const [transaction] = await withEntries(db, rows);
  return transaction ?? null;
}

/** Relations between lines: by version, the line that each refers to and the lines that refer to it, in order. */
export interface Relations {
  answered: Map<number, Transaction>;
  answers: Map<number, Transaction[]>;
}

/** Reads the relations of lines: a capture and its hold, a refund and its spend. */
export async function readRelations(
  db: DbOrTx,
  account: string,
  lines: readonly Pick<Transaction, "version" | "relatesTo" | "type">[],
): Promise<Relations> {
  const named = lines.flatMap(({ relatesTo }) => (relatesTo === null ? [] : [relatesTo]));
  // For the end of a hold also its other lines: what a job used, and of which batches, depends on them.
  const versions = lines.flatMap(({ type, version, relatesTo }) =>
    (type === "capture" || type === "release") && relatesTo !== null ? [version, relatesTo] : [version],
  );
  const [answered, answers] = await Promise.all([
    named.length === 0 ? [] : readTransactionsByVersion(db, account, named),
    versions.length === 0 ? [] : readAnswerRows(db, account, versions),
  ]);
  const all = await withEntries(db, [...answered, ...answers]);
  return {
    answered: new Map(all.slice(0, answered.length).map((line) => [line.version, line])),
    answers: Map.groupBy(all.slice(answered.length), (line) => line.relatesTo ?? 0),
  };
}

/** Converts rows to lines with their entries, in the same order. */
export async function withEntries(db: DbOrTx, rows: readonly TransactionRow[]): Promise<Transaction[]> {
  if (rows.length === 0) return [];
  const lines = rows.map(({ accountId, version }) => ({ account: accountId, version }));
  const byVersion = Map.groupBy(await readEntries(db, lines), (entry) => entry.version);
  return rows.map((row) => toTransaction(row, byVersion.get(row.version) ?? []));
}
