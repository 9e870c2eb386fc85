import type { DbOrTx } from "#db/client.ts";
import { readAccountRows, readOpenBatches } from "#db/queries/read-states.ts";
import {
  type EntryRow,
  readEntries,
  readGrantSources,
  readTransactionsByKey,
  readTransactionsByVersion,
  type TransactionRow,
} from "#db/queries/read-transactions.ts";
import type { Command } from "#lib/credits/command.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { type Book, keyName, sourceName } from "./fold.ts";
import { toState, toTransaction } from "./rows.ts";

/** Everything that deciding these commands needs, read in statements that follow the lock. */
export async function readBook(db: DbOrTx, accounts: readonly string[], commands: readonly Command[]): Promise<Book> {
  const [rows, batches, keyed, sources] = await Promise.all([
    readAccountRows(db, accounts),
    readOpenBatches(db, accounts),
    readTransactionsByKey(
      db,
      commands.map(({ account, request: { scope, key } }) => ({ account, scope, key })),
    ),
    readSources(db, commands),
  ]);
  const entries = await readEntriesOf(db, keyed);
  const lines = keyed.map((row) => toTransaction(row, entriesOf(row, entries)));
  const byAccount = Map.groupBy(batches, (batch) => batch.accountId);
  return {
    states: new Map(rows.map((row) => [row.id, toState(row, byAccount.get(row.id) ?? [])])),
    byKey: new Map(
      lines.flatMap((line) =>
        line.request === null ? [] : [[keyName({ account: line.account, request: line.request }), line]],
      ),
    ),
    bySource: sources,
  };
}

async function readSources(db: DbOrTx, commands: readonly Command[]): Promise<Map<string, Transaction>> {
  const wanted = commands.flatMap((command) =>
    command.type === "grant" && command.sourceId !== null
      ? [{ source: command.source, sourceId: command.sourceId }]
      : [],
  );
  if (wanted.length === 0) return new Map();
  const found = await readGrantSources(db, wanted);
  const pairs = await Promise.all(
    found.map(async ({ source, sourceId, accountId, version }): Promise<[string, Transaction][]> => {
      const rows = await readTransactionsByVersion(db, accountId, [version]);
      const entries = await readEntriesOf(db, rows);
      return rows.map((row) => [sourceName({ source, sourceId }), toTransaction(row, entries)]);
    }),
  );
  return new Map(pairs.flat());
}

async function readEntriesOf(db: DbOrTx, rows: readonly TransactionRow[]): Promise<EntryRow[]> {
  if (rows.length === 0) return [];
  return await readEntries(
    db,
    rows.map(({ accountId, version }) => ({ account: accountId, version })),
  );
}

function entriesOf(row: TransactionRow, entries: readonly EntryRow[]): EntryRow[] {
  return entries.filter((entry) => entry.accountId === row.accountId && entry.version === row.version);
}
