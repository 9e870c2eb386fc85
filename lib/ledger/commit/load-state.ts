import type { DbOrTx } from "#db/client.ts";
import { readAccountRows, readNextBatches, readOpenBatches } from "#db/queries/credits/account-states.ts";
import { type EntryRow, readEntries } from "#db/queries/credits/entries.ts";
import {
  type HoldRow,
  readNamedHolds,
  readOpenHolds,
  readOverdueHolds,
  readRefundedSums,
  readTouchedBatches,
} from "#db/queries/credits/holds.ts";
import {
  readCapturedUpTo,
  readGrantSources,
  readNamedLines,
  readTransactionsByKey,
  type TransactionRow,
} from "#db/queries/credits/transactions.ts";
import type { RefundableLine } from "#lib/credits/account-state.ts";
import type { Command } from "#lib/credits/command.ts";
import type { HoldPart } from "#lib/credits/hold.ts";
import { capturedBy, partsOfCapture } from "#lib/credits/refundable.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { keyName, type LedgerState, sourceName } from "./apply-commands.ts";
import { scopeToday } from "./earlier-line.ts";
import { loadReturned } from "./load-returned.ts";
import { toBatch, toHold, toPartialState, toState, toTransaction } from "./rows.ts";

interface LineId {
  account: string;
  version: number;
}

/** Limits how much of an account is read: its first open batches in deduction order, and everything due by an instant. */
export interface PartialRead {
  batchLimit: number;
  now: Date;
}

/**
 * Loads everything that these commands need, in statements that follow the lock. The first round reads what every command
 * needs; the others read what holds, replays and refunds refer to, and are skipped when there are none. Without `partial`
 * all open batches and holds are read.
 */
export async function loadState(
  db: DbOrTx,
  accounts: readonly string[],
  commands: readonly Command[],
  partial: PartialRead | null = null,
): Promise<LedgerState> {
  const refunds = commands.flatMap((c) => (c.type === "refund" ? [{ account: c.account, version: c.of }] : []));
  const named = commands.flatMap((c) => ("hold" in c ? [{ account: c.account, hold: c.hold }] : []));
  const [rows, open, keyed, sources, refunded, ...found] = await Promise.all([
    readAccountRows(db, accounts),
    partial === null ? readOpenBatches(db, accounts) : readNextBatches(db, accounts, partial),
    readTransactionsByKey(
      db,
      commands.map(({ account, request: { scope, key } }) => ({ account, scope, key })),
    ),
    readSourceLines(db, commands),
    refunds.length === 0 ? [] : readNamedLines(db, refunds),
    partial === null ? readOpenHolds(db, accounts) : readOverdueHolds(db, accounts, partial.now),
    named.length === 0 ? [] : readNamedHolds(db, named),
  ]);
  const holds = distinct([...found.flat(), ...(await readHoldsOfCaptures(db, refunded))]);
  const pointed = [...holds.map(lineOfHold), ...refunded.map(lineId)];
  const [entries, touched, sums, before] = await Promise.all([
    readEntriesOf(db, [...keyed.map(lineId), ...sources.lines.map(lineId), ...pointed]),
    readTouchedBatches(db, pointed, commands.flatMap(namedBatch)),
    refunds.length === 0 ? [] : readRefundedSums(db, refunds),
    readCapturedBefore(db, refunded),
  ]);

  const entriesOf = groupEntries(entries);
  const lines = (found: readonly TransactionRow[]) => found.map((row) => toTransaction(row, entriesOf(lineId(row))));
  const returned = await loadReturned(db, { accounts: rows, commands, touched });
  const opened = Map.groupBy(distinct(open), (batch) => batch.accountId);
  const batches = Map.groupBy(distinct([...open, ...touched, ...returned.batches]), (batch) => batch.accountId);
  const repayments = Map.groupBy(returned.repayments, ({ account }) => account);
  const held = Map.groupBy(holds, (hold) => hold.accountId);
  const refundable = Map.groupBy(refunded, (row) => row.accountId);
  const states = rows.map((row) => {
    const state = toState(row, {
      batches: (batches.get(row.id) ?? []).map(toBatch),
      holds: (held.get(row.id) ?? []).map((hold) => toHold(hold, entriesOf(lineOfHold(hold)))),
      refundable: (refundable.get(row.id) ?? []).flatMap((line) =>
        toRefundable(line, { holds, entriesOf, sums, before }),
      ),
      repayments: (repayments.get(row.id) ?? []).map(({ account: _account, ...repayment }) => repayment),
    });
    if (partial === null) return state;
    const { batchLimit } = partial;
    const read = { batches: state.batches, open: (opened.get(row.id) ?? []).map(toBatch), batchLimit };
    return { ...state, partial: toPartialState(row, read) };
  });
  return {
    states: new Map(states.map((state) => [state.account, state])),
    byKey: Map.groupBy(lines(keyed), keyOfLine),
    bySource: sources.byName(lines(sources.lines)),
    planDue: partial === null ? [] : rows.filter((row) => isPlanDue(row, partial.now)).map((row) => row.id),
  };
}

function isPlanDue({ planDueAt }: { planDueAt: Date | null }, now: Date): boolean {
  return planDueAt !== null && planDueAt <= now;
}

/** The holds whose captures refunds name. */
async function readHoldsOfCaptures(db: DbOrTx, refunded: readonly TransactionRow[]): Promise<HoldRow[]> {
  const captured = refunded.flatMap((row) => (row.hold === null ? [] : [{ account: row.accountId, hold: row.hold }]));
  return captured.length === 0 ? [] : await readNamedHolds(db, captured);
}

/** How many credits of their holds were used before these captures, by the names of their lines. */
async function readCapturedBefore(db: DbOrTx, refunded: readonly TransactionRow[]): Promise<Map<string, number>> {
  const before = refunded.map(async (row): Promise<[string, number][]> => {
    if (row.captured === null || row.relatesTo === null) return [];
    const asked = { hold: row.relatesTo, upTo: row.version - 1 };
    return [[nameOf(lineId(row)), await readCapturedUpTo(db, row.accountId, asked)]];
  });
  return new Map((await Promise.all(before)).flat());
}

/** The batches that a correction, a revocation or a forgiveness is about. */
function namedBatch(command: Command): { account: string; number: number }[] {
  if (command.type === "revoke" || command.type === "forgive")
    return [{ account: command.account, number: command.batch }];
  if (command.type === "take-time") return command.batches.map((number) => ({ account: command.account, number }));
  return command.type === "adjustment" && command.batch !== null
    ? [{ account: command.account, number: command.batch }]
    : [];
}

/** What a spend took, or what a capture used of its hold, as a refund counts it. Other lines cannot be refunded. */
function toRefundable(
  row: TransactionRow,
  {
    holds,
    entriesOf,
    sums,
    before,
  }: {
    holds: readonly HoldRow[];
    entriesOf: (line: LineId) => EntryRow[];
    sums: readonly { account: string; version: number; refunded: number }[];
    before: ReadonlyMap<string, number>;
  },
): RefundableLine[] {
  const refunded = sums.find((sum) => sum.account === row.accountId && sum.version === row.version)?.refunded ?? 0;
  const line = { version: row.version, feature: row.feature, refunded };
  if (row.type === "spend") return [{ ...line, taken: partsOf(entriesOf(lineId(row))) }];
  if (row.type !== "capture") return [];
  const hold = holds.find((candidate) => candidate.accountId === row.accountId && candidate.number === row.hold);
  if (hold === undefined) throw new Error(`the hold of capture ${row.version} is missing`);
  const parts = partsOf(entriesOf(lineOfHold(hold)));
  const own = { before: before.get(nameOf(lineId(row))) ?? 0, captured: capturedBy(row, hold) };
  return [{ ...line, taken: partsOfCapture({ parts }, own) }];
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

function keyOfLine({ account, request, platform }: Transaction): string {
  if (request === null) throw new Error("loadState: a line that was found by its key has none");
  return keyName({ account, request: { scope: scopeToday(request.scope, platform), key: request.key } });
}

async function readEntriesOf(db: DbOrTx, lines: readonly LineId[]): Promise<EntryRow[]> {
  return lines.length === 0 ? [] : await readEntries(db, lines);
}

function groupEntries(entries: readonly EntryRow[]): (line: LineId) => EntryRow[] {
  const groups = Map.groupBy(entries, lineName);
  return (line) => groups.get(nameOf(line)) ?? [];
}

function distinct<Row extends { accountId: string; number: number }>(rows: readonly Row[]): Row[] {
  return [...new Map(rows.map((row) => [`${row.accountId} ${row.number}`, row])).values()];
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
