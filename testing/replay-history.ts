import { eq } from "drizzle-orm";
import { expect } from "vitest";
import type { Db } from "#db/client.ts";
import { creditBatches } from "#db/schema/credits.ts";
import { type AccountState, newAccount } from "#lib/credits/account-state.ts";
import type { Batch } from "#lib/credits/batch.ts";
import type { Command } from "#lib/credits/command.ts";
import { decide } from "#lib/credits/decide.ts";
import type { RequestKey, Transaction } from "#lib/credits/transaction.ts";

import { readBook } from "#lib/ledger/read-book.ts";
import { readHistory } from "#lib/ledger/read-history.ts";
import { knowing } from "./commands.ts";

/**
 * Plays an account's whole history through `decide` again, from an empty account: every line that a command made must
 * come out as it stands, with the lines that were due before it, and in the end what the tables say is left.
 */
export async function expectReplayable(db: Db, account: string): Promise<Transaction[]> {
  const { transactions } = await readHistory(db, account, {}, 100_000);
  const batches = await db.select().from(creditBatches).where(eq(creditBatches.accountId, account));
  const history = transactions.toReversed();
  const replayed: Transaction[] = [];
  let state = newAccount(account);
  for (const line of history) {
    if (line.request === null) continue;
    const known = knowing(state, replayed, line.type === "refund" ? line.relatesTo : null);
    const decision = decide(known, commandOf(line, line.request, { batches, history }), line.at);
    if (decision.status === "refused") throw new Error(`version ${line.version}: ${decision.refusal.slug}`);
    replayed.push(...decision.lines);
    state = decision.state;
  }
  expect(replayed).toEqual(history);
  expect(await readState(db, account)).toEqual(comparable(state));
  return history;
}

async function readState(db: Db, account: string): Promise<AccountState> {
  const state = (await readBook(db, [account], [])).states.get(account);
  if (state === undefined) throw new Error("no such account");
  return comparable(state);
}

/** What the tables and a replay must agree on: a replay also knows what is used up and what was ended. */
function comparable(state: AccountState): AccountState {
  const batches = state.batches.filter((batch) => batch.remaining > 0 || batch.held > 0);
  const holds = state.holds.filter((hold) => hold.status === "open");
  return { ...state, batches: batches.toSorted((a, b) => a.number - b.number), holds, refundable: [] };
}

function commandOf(
  line: Transaction,
  request: RequestKey,
  { batches, history }: { batches: readonly Batch[]; history: readonly Transaction[] },
): Command {
  const { account, platform, reference, type, amount, at } = line;
  const envelope = { account, request, platform, actor: line.actor ?? "" };
  const reason = line.reason ?? "";
  const hold = line.hold ?? 0;
  const use = { feature: line.feature ?? "", units: line.units ?? 0, reference, quote: null };
  const expiresInSeconds = ((line.holdExpiresAt ?? at).getTime() - at.getTime()) / 1000;
  switch (type) {
    case "grant": {
      const { kind, expiresAt, source, sourceId } = madeBy(line, batches);
      return { ...envelope, type, kind, amount, expiresAt, source, sourceId, reason };
    }
    case "spend":
      return { ...envelope, ...use, type, cost: -amount };
    case "hold":
      return { ...envelope, ...use, type, cost: -amount, expiresInSeconds };
    case "extend":
      return { ...envelope, type, hold, expiresInSeconds };
    case "capture": {
      const held = -(history[(line.relatesTo ?? 0) - 1]?.amount ?? 0);
      return { ...envelope, type, hold, amount: held - amount };
    }
    case "release":
      return { ...envelope, type, hold, cause: reason === "cancelled" ? "cancelled" : "failed" };
    case "refund":
      return { ...envelope, type, of: line.relatesTo ?? 0, amount, reason };
    case "adjustment": {
      const { kind, expiresAt } = amount > 0 ? madeBy(line, batches) : { kind: "purchased" as const, expiresAt: null };
      const batch = reference === null ? null : Number(reference.replace("batch-", ""));
      return { ...envelope, type, amount, kind, expiresAt, batch, reason };
    }
    case "freeze":
    case "unfreeze":
      return { ...envelope, type, reason };
    case "expiry":
      throw new Error("an expiry is never asked for");
  }
}

function madeBy(line: Transaction, batches: readonly Batch[]): Batch {
  const made = batches.find((batch) => batch.number === line.entries[0]?.batch);
  if (made === undefined) throw new Error(`version ${line.version} made no batch`);
  return made;
}
