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
    const decision = decide(state, commandOf(line, line.request, batches), line.at);
    if (decision.status === "refused") throw new Error(`version ${line.version}: ${decision.refusal.slug}`);
    replayed.push(...decision.due, decision.own);
    state = decision.state;
  }
  expect(replayed).toEqual(history);
  expect(await readState(db, account)).toEqual(sorted(state));
  return history;
}

async function readState(db: Db, account: string): Promise<AccountState> {
  const state = (await readBook(db, [account], [])).states.get(account);
  if (state === undefined) throw new Error("no such account");
  return sorted(state);
}

function sorted(state: AccountState): AccountState {
  return { ...state, open: state.open.toSorted((a, b) => a.number - b.number) };
}

function commandOf(line: Transaction, request: RequestKey, batches: readonly Batch[]): Command {
  const { account, platform, reference } = line;
  const envelope = { account, request, platform, actor: line.actor ?? "" };
  if (line.type === "spend") {
    const { feature, units } = line;
    return {
      ...envelope,
      type: "spend",
      cost: -line.amount,
      feature: feature ?? "",
      units: units ?? 0,
      reference,
      quote: null,
    };
  }
  const made = batches.find((batch) => batch.number === line.entries[0]?.batch);
  if (made === undefined) throw new Error(`version ${line.version} made no batch`);
  const { kind, expiresAt, source, sourceId } = made;
  return {
    ...envelope,
    type: "grant",
    kind,
    amount: line.amount,
    expiresAt,
    source,
    sourceId,
    reason: line.reason ?? "",
  };
}
