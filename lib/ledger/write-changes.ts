import type { Tx } from "#db/client.ts";
import {
  insertBatches,
  insertEntries,
  insertGrantSources,
  insertTransactions,
  updateAccounts,
  updateBatches,
} from "#db/queries/write-ledger.ts";
import type { AccountState } from "#lib/credits/account-state.ts";
import { type ByKind, noCredits } from "#lib/credits/kinds.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { announce } from "#lib/realtime/announce.ts";
import { type Changes, sourceName } from "./fold.ts";

/** Writes what was decided: batches, lines, entries, sources and account rows in bulk, and announces them. */
export async function writeChanges(tx: Tx, changes: Changes): Promise<void> {
  if (changes.lines.length === 0) return;
  const left = remainingAfter(changes);
  const made = new Set(changes.made.map(({ account, batch }) => `${account} ${batch.number}`));
  await insertBatches(
    tx,
    changes.made.map(({ account, batch }) => {
      const remaining = left.get(`${account} ${batch.number}`)?.remaining ?? 0;
      return { ...batch, accountId: account, remaining, open: remaining > 0 };
    }),
  );
  await insertTransactions(tx, changes.lines.map(transactionRow));
  await insertEntries(
    tx,
    changes.lines.flatMap(({ account, version, entries }) =>
      entries.map(({ batch, amount }) => ({ accountId: account, version, batch, amount })),
    ),
  );
  // In one order for everybody: two commits that mark the same facts wait for each other, never in a circle.
  const sources = changes.made.flatMap((grant) => sourceRow(grant, changes.lines));
  await insertGrantSources(
    tx,
    sources.toSorted((a, b) => (sourceName(a) < sourceName(b) ? -1 : 1)),
  );
  await updateBatches(
    tx,
    [...left].flatMap(([name, row]) => (made.has(name) ? [] : [row])),
  );
  const states = [...changes.states.values()];
  await updateAccounts(tx, states.map(accountRow));
  await announce(tx, states);
}

/** What each batch that a line touched has left in the end; one that is no longer open has nothing. */
function remainingAfter({
  states,
  lines,
}: Changes): Map<string, { account: string; number: number; remaining: number }> {
  const open = new Map(
    [...states.values()].flatMap((state) =>
      state.open.map((batch) => [`${state.account} ${batch.number}`, batch.remaining]),
    ),
  );
  return new Map(
    lines.flatMap(({ account, entries }) =>
      entries.map(({ batch }) => {
        const name = `${account} ${batch}`;
        return [name, { account, number: batch, remaining: open.get(name) ?? 0 }];
      }),
    ),
  );
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

function sourceRow({ account, batch }: Changes["made"][number], lines: readonly Transaction[]) {
  if (batch.sourceId === null) return [];
  const line = lines.find((l) => l.account === account && l.type === "grant" && l.entries[0]?.batch === batch.number);
  if (line === undefined) throw new Error(`writeChanges: no line made batch ${batch.number}`);
  return [{ source: batch.source, sourceId: batch.sourceId, accountId: account, version: line.version }];
}

function accountRow({ account, version, at, batchCount, open }: AccountState) {
  if (at === null) throw new Error("writeChanges: a changed account has an instant");
  const sums: ByKind = noCredits();
  for (const batch of open) sums[batch.kind] += batch.remaining;
  return { account, version, at: at.toISOString(), ...sums, batches: batchCount };
}
