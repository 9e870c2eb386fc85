import type { Db } from "#db/client.ts";
import { type BalanceRow, readBalanceRows } from "#db/queries/credits/balances.ts";
import { bookedByKind, heldIn } from "#lib/credits/account-state.ts";
import type { Balance } from "#lib/credits/balance.ts";
import type { Batch } from "#lib/credits/batch.ts";
import { type ByKind, kinds } from "#lib/credits/kinds.ts";
import { commitDue } from "#lib/ledger/commit/commit-due.ts";
import { type Projection, projectAccounts } from "./project.ts";

/** A balance, and when it next changes automatically (an expiry, a lapse or a month of a plan); null when it never does. */
export interface BalanceReading {
  balance: Balance;
  changesAt: Date | null;
}

/** The account's balance at this instant, or null when the account is not found. Due lines count as booked. */
export async function readBalance(db: Db, account: string): Promise<Balance | null> {
  return (await readBalances(db, [account])).get(account)?.balance ?? null;
}

/**
 * The balances of many accounts in one statement, at one instant. Unknown accounts are omitted. Accounts with a lapsed hold
 * that is not booked yet are read again and projected. A month of a plan that is due and not granted yet is granted first.
 */
export async function readBalances(db: Db, accounts: readonly string[]): Promise<Map<string, BalanceReading>> {
  const rows = await readRows(db, accounts);
  const lapsed = rows.filter((row) => row.lapse_at !== null && row.lapse_at <= row.at).map((row) => row.id);
  const projections = lapsed.length === 0 ? [] : await projectAccounts(db, lapsed);
  const readings = new Map(rows.map((row) => [row.id, readingOfRow(row)]));
  for (const projection of projections) {
    const { account } = projection.state;
    readings.set(account, readingOf(projection, readings.get(account)?.balance.nextCredits ?? null));
  }
  return readings;
}

async function readRows(db: Db, accounts: readonly string[]): Promise<BalanceRow[]> {
  const rows = await readBalanceRows(db, accounts);
  const due = rows.filter(({ plan_due_at, at }) => plan_due_at !== null && plan_due_at <= at).map(({ id }) => id);
  if (due.length === 0) return rows;
  // A reader of one account waits for another that is granting; of many, a locked one must not hold up the others.
  await commitDue(db, due, { wait: accounts.length === 1 });
  return await readBalanceRows(db, accounts);
}

function readingOfRow(row: BalanceRow): BalanceReading {
  const { version, at, subscription, activity, purchased, held, debt, next_at, next_kind, next_amount } = row;
  const { lapse_at, plan_due_at, coming_at, coming } = row;
  const nextExpiry =
    next_at === null || next_kind === null || next_amount === null
      ? null
      : { at: next_at, amount: next_amount, kind: next_kind };
  const byKind = { subscription, activity, purchased };
  const nextCredits = coming_at === null || coming === null ? null : { at: coming_at.toISOString(), amount: coming };
  return toReading({ version, at, held, debt, byKind, nextExpiry, nextCredits, changes: [lapse_at, plan_due_at] });
}

function readingOf({ at, booked, state }: Projection, nextCredits: Balance["nextCredits"]): BalanceReading {
  const { version } = booked;
  const open = state.holds.filter((hold) => hold.status === "open").map((hold) => hold.expiresAt);
  const nextLapse = open.reduce<Date | null>(earlier, null);
  const nextExpiry = nextExpiryOf(state.batches);
  const sums = { held: heldIn(state), debt: state.debt, byKind: bookedByKind(state) };
  return toReading({ version, at, ...sums, nextExpiry, nextCredits, changes: [nextLapse] });
}

/** The next expiry; of several kinds at one instant, the first in deduction order. */
function nextExpiryOf(batches: readonly Batch[]): { at: Date; amount: number; kind: Batch["kind"] } | null {
  const left = batches.filter((batch) => batch.remaining > 0);
  const at = left.map((batch) => batch.expiresAt).reduce(earlier, null);
  const ending = left.filter((batch) => at !== null && batch.expiresAt?.getTime() === at.getTime());
  const kind = kinds.find((candidate) => ending.some((batch) => batch.kind === candidate));
  if (at === null || kind === undefined) return null;
  const amount = ending.reduce((sum, batch) => sum + (batch.kind === kind ? batch.remaining : 0), 0);
  return { at, amount, kind };
}

interface Read {
  version: number;
  at: Date;
  held: number;
  debt: number;
  byKind: ByKind;
  nextExpiry: { at: Date; amount: number; kind: Batch["kind"] } | null;
  nextCredits: Balance["nextCredits"];
  /** When holds and plans change it. */
  changes: readonly (Date | null)[];
}

function toReading({ version, at, held, debt, byKind, nextExpiry, nextCredits, changes }: Read): BalanceReading {
  const available = kinds.reduce((sum, kind) => sum + byKind[kind], 0);
  const next = nextExpiry === null ? null : { ...nextExpiry, at: nextExpiry.at.toISOString() };
  const balance = { version, at: at.toISOString(), available, held, byKind, nextExpiry: next, nextCredits };
  return {
    balance: debt > 0 ? { ...balance, debt } : balance,
    changesAt: changes.reduce(earlier, nextExpiry?.at ?? null),
  };
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
