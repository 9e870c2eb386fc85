import type { DbOrTx } from "#db/client.ts";
import { type HoldRow, readBatchesOfLines, readHoldRows, readRefundedSums } from "#db/queries/read-holds.ts";
import { type BatchRow, readAccountRows, readNamedBatches, readOpenBatches } from "#db/queries/read-states.ts";
import {
  type EntryRow,
  readEntries,
  readGrantSources,
  readNamedLines,
  readTransactionsByKey,
  type TransactionRow,
} from "#db/queries/read-transactions.ts";
import type { RefundableLine } from "#lib/credits/account-state.ts";
import type { Command } from "#lib/credits/command.ts";
import { type HoldPart, splitParts } from "#lib/credits/hold.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { type Book, keyName, sourceName } from "./fold.ts";
import { toBatch, toHold, toState, toTransaction } from "./rows.ts";

interface LineId {
  account: string;
  version: number;
}

/**
 * Everything that deciding these commands needs, read in statements that follow the lock. The first round is what every
 * command needs; the second reads what holds, replays and refunds point at, and is skipped when nothing does.
 */
export async function readBook(db: DbOrTx, accounts: readonly string[], commands: readonly Command[]): Promise<Book> {
  const refunds = commands.flatMap((c) => (c.type === "refund" ? [{ account: c.account, version: c.of }] : []));
  const corrected = commands.flatMap((c) =>
    c.type === "adjustment" && c.batch !== null ? [{ account: c.account, batch: c.batch }] : [],
  );
  const [rows, open, named, keyed, sources, refunded] = await Promise.all([
    readAccountRows(db, accounts),
    readOpenBatches(db, accounts),
    corrected.length === 0 ? [] : readNamedBatches(db, corrected),
    readTransactionsByKey(
      db,
      commands.map(({ account, request: { scope, key } }) => ({ account, scope, key })),
    ),
    readSourceLines(db, commands),
    refunds.length === 0 ? [] : readNamedLines(db, refunds),
  ]);
  const holds = await readHolds(db, accounts, commands, refunded);
  const pointed = [...holds.map(lineOfHold), ...refunded.map(lineId)];
  const [entries, touched, sums] = await Promise.all([
    readEntriesOf(db, [...keyed.map(lineId), ...sources.lines.map(lineId), ...pointed]),
    pointed.length === 0 ? [] : readBatchesOfLines(db, pointed),
    refunds.length === 0 ? [] : readRefundedSums(db, refunds),
  ]);

  const entriesOf = groupEntries(entries);
  const lines = (found: readonly TransactionRow[]) => found.map((row) => toTransaction(row, entriesOf(lineId(row))));
  const batches = Map.groupBy(distinct([...open, ...named, ...touched]), (batch) => batch.accountId);
  const held = Map.groupBy(holds, (hold) => hold.accountId);
  const refundable = Map.groupBy(refunded, (row) => row.accountId);
  const states = rows.map((row) =>
    toState(row, {
      batches: (batches.get(row.id) ?? []).map(toBatch),
      holds: (held.get(row.id) ?? []).map((hold) => toHold(hold, entriesOf(lineOfHold(hold)))),
      refundable: (refundable.get(row.id) ?? []).flatMap((line) => toRefundable(line, { holds, entriesOf, sums })),
    }),
  );
  return {
    states: new Map(states.map((state) => [state.account, state])),
    byKey: new Map(lines(keyed).flatMap(withKeyName)),
    bySource: sources.byName(lines(sources.lines)),
  };
}

/** The open holds, the named ones, and those whose capture a refund names. */
async function readHolds(
  db: DbOrTx,
  accounts: readonly string[],
  commands: readonly Command[],
  refunded: readonly TransactionRow[],
): Promise<HoldRow[]> {
  const ofCommands = commands.flatMap((c) => ("hold" in c ? [{ account: c.account, hold: c.hold }] : []));
  const ofCaptures = refunded.flatMap((row) => (row.hold === null ? [] : [{ account: row.accountId, hold: row.hold }]));
  return await readHoldRows(db, accounts, [...ofCommands, ...ofCaptures]);
}

/** What a spend took, or what a capture used of its hold, as a refund counts it. Other lines cannot be refunded. */
function toRefundable(
  row: TransactionRow,
  {
    holds,
    entriesOf,
    sums,
  }: {
    holds: readonly HoldRow[];
    entriesOf: (line: LineId) => EntryRow[];
    sums: readonly { account: string; version: number; refunded: number }[];
  },
): RefundableLine[] {
  const refunded = sums.find((sum) => sum.account === row.accountId && sum.version === row.version)?.refunded ?? 0;
  const line = { version: row.version, feature: row.feature, refunded };
  if (row.type === "spend") return [{ ...line, taken: partsOf(entriesOf(lineId(row))) }];
  if (row.type !== "capture") return [];
  const hold = holds.find((candidate) => candidate.accountId === row.accountId && candidate.number === row.hold);
  if (hold === undefined) throw new Error(`the hold of capture ${row.version} is missing`);
  return [{ ...line, taken: splitParts(partsOf(entriesOf(lineOfHold(hold))), hold.captured).first }];
}

function partsOf(entries: readonly EntryRow[]): HoldPart[] {
  return entries.map(({ batch, amount }) => ({ batch, amount: -amount }));
}

async function readSourceLines(db: DbOrTx, commands: readonly Command[]) {
  const wanted = commands.flatMap((c) =>
    c.type === "grant" && c.sourceId !== null ? [{ source: c.source, sourceId: c.sourceId }] : [],
  );
  const found = wanted.length === 0 ? [] : await readGrantSources(db, wanted);
  const ids = found.map(({ accountId, version }) => ({ account: accountId, version }));
  const rows = ids.length === 0 ? [] : await readNamedLines(db, ids);
  const byName = (lines: readonly Transaction[]) => {
    const byLine = new Map(lines.map((line) => [nameOf(line), line]));
    return new Map(
      found.flatMap((row): [string, Transaction][] => {
        const line = byLine.get(nameOf({ account: row.accountId, version: row.version }));
        return line === undefined ? [] : [[sourceName(row), line]];
      }),
    );
  };
  return { lines: rows, byName };
}

function withKeyName(line: Transaction): [string, Transaction][] {
  return line.request === null ? [] : [[keyName({ account: line.account, request: line.request }), line]];
}

async function readEntriesOf(db: DbOrTx, lines: readonly LineId[]): Promise<EntryRow[]> {
  return lines.length === 0 ? [] : await readEntries(db, lines);
}

function groupEntries(entries: readonly EntryRow[]): (line: LineId) => EntryRow[] {
  const groups = Map.groupBy(entries, lineName);
  return (line) => groups.get(nameOf(line)) ?? [];
}

function distinct(batches: readonly BatchRow[]): BatchRow[] {
  return [...new Map(batches.map((batch) => [`${batch.accountId} ${batch.number}`, batch])).values()];
}

function lineId({ accountId, version }: TransactionRow): LineId {
  return { account: accountId, version };
}

function lineOfHold({ accountId, version }: HoldRow): LineId {
  return { account: accountId, version };
}

function lineName({ accountId, version }: EntryRow): string {
  return nameOf({ account: accountId, version });
}

function nameOf({ account, version }: LineId): string {
  return `${account} ${version}`;
}
