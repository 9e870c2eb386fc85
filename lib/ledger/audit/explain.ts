import type { Db, Tx } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { readBatchesByNumber } from "#db/queries/credits/batches.ts";
import { readHistoryRowsAfter } from "#db/queries/credits/history.ts";
import { readFamilies } from "#db/queries/credits/returned-batches.ts";
import { type AccountState, newAccount } from "#lib/credits/account-state.ts";
import type { Batch } from "#lib/credits/batch.ts";
import { bookDue } from "#lib/credits/book-due.ts";
import { rootOf } from "#lib/credits/bring-to-target.ts";
import { type Hold, keptParts } from "#lib/credits/hold.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { toBatch } from "#lib/ledger/commit/rows.ts";
import { withEntries } from "#lib/ledger/read/history.ts";

/** The explanation of a balance: lines that were due at the instant but not booked, and the state after deducting them. */
export interface Explanation {
  status: "explained";
  at: Date;
  due: readonly Transaction[];
  state: AccountState;
}

const linesAtATime = 1_000;

/**
 * Reports an account's history line by line up to an instant (null: now) and the state at that instant. Due lines that were
 * not booked yet are deducted by the same rules that book them; at a past instant without what a returned payment took of
 * them. Everything is read in one snapshot.
 */
export async function explain(
  db: Db,
  { account, at }: { account: string; at: Date | null },
  tell: (line: Transaction) => void,
): Promise<Explanation | { status: "not-yet"; now: Date }> {
  const run = async (tx: Tx): Promise<Explanation | { status: "not-yet"; now: Date }> => {
    const now = await readClock(tx);
    if (at !== null && at > now) return { status: "not-yet", now };
    const replayed = await replay(tx, { account, at: at ?? now }, tell);
    const state = at === null ? await withFamilies(tx, replayed) : replayed;
    const settled = bookDue(state, at ?? now);
    return { status: "explained", at: at ?? now, due: settled.lines, state: settled.state };
  };
  return await db.transaction(run, { isolationLevel: "repeatable read", accessMode: "read only" });
}

/** Rebuilds open batches and holds from the lines up to an instant. */
async function replay(
  tx: Tx,
  { account, at }: { account: string; at: Date },
  tell: (line: Transaction) => void,
): Promise<AccountState> {
  const holds = new Map<number, Hold>();
  const remaining = new Map<number, number>();
  let state = newAccount(account);
  for (;;) {
    const rows = await readHistoryRowsAfter(tx, account, { after: state.version, until: at, limit: linesAtATime });
    const lines = await withEntries(tx, rows);
    for (const line of lines) {
      tell(line);
      for (const { batch, amount } of line.entries) remaining.set(batch, (remaining.get(batch) ?? 0) + amount);
      followHold(holds, line);
      const holdCount = state.holdCount + (line.type === "hold" ? 1 : 0);
      const debt = state.debt + line.debtChange;
      state = {
        ...state,
        version: line.version,
        at: line.at,
        holdCount,
        debt,
        frozenAt: frozenBy(line, state.frozenAt),
      };
    }
    if (lines.length < linesAtATime) break;
  }
  const batches = await readTouched(tx, account, { holds, remaining });
  return { ...state, batches, holds: [...holds.values()], batchCount: remaining.size };
}

/** Adds the revocations as they are now, and the batches that belong to them: what a lapse returns goes to them first. */
async function withFamilies(tx: Tx, state: AccountState): Promise<AccountState> {
  const { account } = state;
  const roots = [...new Set(state.batches.map(rootOf))].map((number) => ({ account, number }));
  const families = roots.length === 0 ? [] : (await readFamilies(tx, roots)).map(toBatch);
  const known = new Map(state.batches.map((batch) => [batch.number, batch]));
  return { ...state, batches: families.map((batch) => withRevocation(batch, known.get(batch.number))) };
}

function withRevocation(now: Batch, replayed: Batch | undefined): Batch {
  return replayed === undefined ? now : { ...replayed, revocation: now.revocation };
}

function followHold(holds: Map<number, Hold>, line: Transaction): void {
  const { hold: number, holdExpiresAt: expiresAt } = line;
  if (number === null) return;
  const known = holds.get(number);
  if (expiresAt === null) holds.delete(number);
  else if (known !== undefined) {
    holds.set(number, { ...known, expiresAt, captured: known.captured + (line.captured ?? 0) });
  } else {
    const { version, amount, at, feature, reference, entries } = line;
    const parts = entries.map((entry) => ({ batch: entry.batch, amount: -entry.amount }));
    const rest = { status: "open" as const, captured: 0, feature: feature ?? "", reference, parts };
    holds.set(number, { number, version, amount: -amount, openedAt: at, expiresAt, ...rest });
  }
}

function frozenBy({ type, at }: Transaction, since: Date | null): Date | null {
  if (type === "freeze") return at;
  return type === "unfreeze" ? null : since;
}

/** The batches with credits left or reserved by open holds. */
async function readTouched(
  tx: Tx,
  account: string,
  { holds, remaining }: { holds: ReadonlyMap<number, Hold>; remaining: ReadonlyMap<number, number> },
): Promise<Batch[]> {
  const held = new Map<number, number>();
  for (const hold of holds.values()) {
    for (const { batch, amount } of keptParts(hold)) held.set(batch, (held.get(batch) ?? 0) + amount);
  }
  const numbers = [...remaining].flatMap(([number, left]) => (left > 0 || held.has(number) ? [number] : []));
  const rows = await readBatchesByNumber(tx, account, numbers);
  return rows.map((row) => ({
    ...toBatch(row),
    revocation: null,
    remaining: remaining.get(row.number) ?? 0,
    held: held.get(row.number) ?? 0,
  }));
}
