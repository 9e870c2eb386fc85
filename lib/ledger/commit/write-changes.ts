import type { Tx } from "#db/client.ts";
import {
  insertBatches,
  insertEntries,
  insertGrantSources,
  insertTransactions,
  updateAccounts,
  updateBatches,
  updateReturnedBatches,
  upsertHolds,
} from "#db/queries/credits/changes.ts";
import { type AccountState, bookedByKind, heldIn } from "#lib/credits/account-state.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { announce } from "#lib/live/announce.ts";
import { type Changes, sourceName } from "./apply-commands.ts";
import { toReturnedColumns } from "./rows.ts";

/** Writes decided changes in bulk (batches, lines, entries, holds, sources, account rows) and announces them. */
export async function writeChanges(tx: Tx, changes: Changes): Promise<void> {
  if (changes.lines.length === 0) return;
  const { states, lines, made } = changes;
  const after = new Map(
    [...states.values()].flatMap((state) => state.batches.map((batch) => [`${state.account} ${batch.number}`, batch])),
  );
  const newBatches = made.map(({ account, batch }) => {
    const { remaining, held, ...rest } = after.get(`${account} ${batch.number}`) ?? batch;
    return { ...batch, accountId: account, remaining, held, ...toReturnedColumns(rest), open: remaining > 0 };
  });
  // One global order: two commits that insert the same sources wait for each other without a deadlock.
  const sources = made.flatMap((grant) => sourceRow(grant, lines)).toSorted(bySourceName);

  const all = [...states.values()];
  // Pipelined on one connection.
  await Promise.all([
    insertBatches(tx, newBatches),
    insertTransactions(tx, lines.map(transactionRow)),
    insertEntries(tx, lines.flatMap(entryRows)),
    upsertHolds(tx, changedHolds(all, lines)),
    insertGrantSources(tx, sources),
    updateBatches(
      tx,
      all.flatMap((state) => changedBatches(state, changes.before.get(state.account))),
    ),
    updateReturnedBatches(
      tx,
      all.flatMap((state) => returnedBatches(state, changes.before.get(state.account))),
    ),
    updateAccounts(tx, all.map(accountRow)),
    announce(tx, all),
  ]);
}

/** Existing batches whose numbers changed. */
function changedBatches({ account, batches }: AccountState, before: AccountState | undefined) {
  const known = new Map(before?.batches.map((batch) => [batch.number, batch]));
  return batches.flatMap(({ number, remaining, held }) => {
    const was = known.get(number);
    const changed = was !== undefined && (was.remaining !== remaining || was.held !== held);
    return changed ? [{ account, number, remaining, held }] : [];
  });
}

/** Existing batches of which more was forfeited, or whose revocation changed. */
function returnedBatches({ account, batches }: AccountState, before: AccountState | undefined) {
  const known = new Map(before?.batches.map((batch) => [batch.number, batch]));
  return batches.flatMap((batch) => {
    const was = known.get(batch.number);
    // A revocation that changed is another object.
    const changed = was !== undefined && (was.forfeited !== batch.forfeited || was.revocation !== batch.revocation);
    return changed ? [{ account, number: batch.number, ...toReturnedColumns(batch) }] : [];
  });
}

function transactionRow({ account, request, entries: _entries, ...line }: Transaction) {
  return {
    ...line,
    accountId: account,
    keyScope: request?.scope ?? null,
    idempotencyKey: request?.key ?? null,
    fingerprint: request?.fingerprint ?? null,
  };
}

function entryRows({ account, version, entries }: Transaction) {
  return entries.map(({ batch, amount, onBehalfOf }) => ({ accountId: account, version, batch, amount, onBehalfOf }));
}

/** The final state of the holds that lines made, extended or ended. */
function changedHolds(states: readonly AccountState[], lines: readonly Transaction[]) {
  const changed = new Set(lines.map(({ account, hold }) => `${account} ${hold}`));
  return states.flatMap(({ account, holds }) =>
    holds.flatMap(({ parts: _parts, openedAt: _openedAt, feature: _feature, ...hold }) =>
      changed.has(`${account} ${hold.number}`) ? [{ accountId: account, ...hold }] : [],
    ),
  );
}

function sourceRow({ account, batch }: Changes["made"][number], lines: readonly Transaction[]) {
  if (batch.sourceId === null) return [];
  const line = lines.find((l) => l.account === account && l.type === "grant" && l.entries[0]?.batch === batch.number);
  if (line === undefined) throw new Error(`writeChanges: no line made batch ${batch.number}`);
  return [{ source: batch.source, sourceId: batch.sourceId, accountId: account, version: line.version }];
}

function bySourceName(a: { source: string; sourceId: string }, b: { source: string; sourceId: string }): number {
  return sourceName(a) < sourceName(b) ? -1 : 1;
}

function accountRow(state: AccountState) {
  const { account, version, at, batchCount, holdCount, frozenAt, debt } = state;
  if (at === null) throw new Error("writeChanges: a changed account has an instant");
  return {
    account,
    version,
    at,
    ...bookedByKind(state),
    held: heldIn(state),
    batches: batchCount,
    holds: holdCount,
    frozenAt,
    debt,
  };
}
