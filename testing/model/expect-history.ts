import { isDeepStrictEqual } from "node:util";
import { asc, eq } from "drizzle-orm";
import { expect } from "vitest";
import type { Db } from "#db/client.ts";
import { creditAccounts, creditBatches, creditEntries, grantSources } from "#db/schema/credits.ts";
import { creditHolds } from "#db/schema/holds.ts";
import { type AccountState, heldIn } from "#lib/credits/account-state.ts";
import type { Command } from "#lib/credits/command.ts";
import { decide } from "#lib/credits/decide/decide.ts";
import { noCredits } from "#lib/credits/kinds.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import type { Outcome } from "#lib/ledger/commit/outcome.ts";
import { toReturnedColumns } from "#lib/ledger/commit/rows.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { knowing } from "../commands.ts";
import { named, type Replay, replayHistory } from "./replay-history.ts";
import type { Witnessed } from "./witness.ts";

/** A command that was sent, and its outcome. */
export type Answered = Witnessed & { command: Command };

/**
 * Replays the history of one account through `decide` and compares it with the tables line by line; then compares every
 * outcome with the state that it was decided on: refusals with their numbers, replays, and accepted commands.
 */
export async function expectHistory(
  db: Db,
  account: string,
  { answers, facts }: { answers: readonly Answered[]; facts: ReadonlyMap<string, Transaction> },
): Promise<Transaction[]> {
  const own = answers.filter(({ command }) => command.account === account);
  const history = await readAll(db, account);
  const replay = replayHistory(account, history, commandsOf(own));
  expect(replay.lines).toEqual(history);
  await expectTables(db, account, replay);
  for (const answer of own) {
    const expected = expectedOf(answer, { replay, facts });
    if (!isDeepStrictEqual(answer.outcome, expected)) expect(answer).toEqual({ ...answer, outcome: expected });
  }
  return history;
}

/** Every external source that was granted, by name, with its line. */
export async function readFacts(db: Db, accounts: readonly string[]): Promise<Map<string, Transaction>> {
  const facts = new Map<string, Transaction>();
  for (const account of accounts) {
    for (const line of await readAll(db, account)) {
      const [entry] = line.entries;
      if (line.type === "grant" && line.reference !== null && entry !== undefined) facts.set(line.reference, line);
    }
  }
  return facts;
}

async function readAll(db: Db, account: string): Promise<Transaction[]> {
  return (await readHistory(db, account, {}, 100_000)).transactions.toReversed();
}

function commandsOf(answers: readonly Answered[]): Map<number, Command> {
  const commands = new Map<number, Command>();
  for (const { command, outcome } of answers) {
    if (outcome.status !== "done" || outcome.replayed) continue;
    expect(commands.has(outcome.transaction.version)).toBe(false);
    commands.set(outcome.transaction.version, command);
  }
  return commands;
}

/** The expected outcome of a command: account, key and external source are checked first, then `decide`. */
function expectedOf(
  { command, outcome, on, now }: Answered,
  { replay, facts }: { replay: Replay; facts: ReadonlyMap<string, Transaction> },
): Outcome {
  const state = replay.stateOn(on);
  const lines = replay.lines.slice(0, state.version);
  const { scope, key, fingerprint } = command.request;
  const sameKey = lines.find(({ request }) => request?.scope === scope && request.key === key);
  if (sameKey !== undefined) {
    return sameKey.request?.fingerprint === fingerprint
      ? { status: "done", transaction: sameKey, replayed: true }
      : { status: "refused", refusal: { slug: "idempotency-key-reused" } };
  }
  const fact = command.type === "grant" && command.sourceId !== null ? facts.get(command.sourceId) : undefined;
  if (fact !== undefined && command.type === "grant") {
    const mine = fact.account === command.account;
    if (mine && fact.version <= state.version && fact.amount === command.amount) {
      return { status: "done", transaction: fact, replayed: true };
    }
    // When another account got it first is not visible from here, only that it did.
    const said = outcome.status === "refused" && outcome.refusal.slug === "source-used";
    const taken = mine ? fact.version <= state.version : said;
    if (taken) return { status: "refused", refusal: { slug: "source-used" } };
  }
  const at = state.at !== null && state.at > now ? state.at : now;
  const decision = decide(knowing(state, lines, named(command)), command, at);
  if (decision.status === "refused") return decision;
  if (decision.status === "read-more") throw new Error("a replayed state is complete");
  return { status: "done", transaction: decision.own, replayed: false };
}

/** All rows of the other tables equal the replayed state, including used-up batches. */
async function expectTables(db: Db, account: string, { state, lines }: Replay): Promise<void> {
  const [rows, batches, holds, entries, sources] = await Promise.all([
    db.select().from(creditAccounts).where(eq(creditAccounts.id, account)),
    db.select().from(creditBatches).where(eq(creditBatches.accountId, account)).orderBy(asc(creditBatches.number)),
    db.select().from(creditHolds).where(eq(creditHolds.accountId, account)).orderBy(asc(creditHolds.number)),
    db.select().from(creditEntries).where(eq(creditEntries.accountId, account)),
    db.select().from(grantSources).where(eq(grantSources.accountId, account)).orderBy(asc(grantSources.version)),
  ]);
  expect(rows).toEqual([accountRow(state)]);
  expect(batches).toEqual(
    state.batches
      .toSorted((a, b) => a.number - b.number)
      .map(({ revocation, forfeited, ...batch }) => ({
        ...batch,
        ...toReturnedColumns({ revocation, forfeited }),
        accountId: account,
        open: batch.remaining > 0,
      })),
  );
  expect(holds).toEqual(
    state.holds.map(({ openedAt: _openedAt, feature: _feature, parts: _parts, ...hold }) => ({
      ...hold,
      accountId: account,
    })),
  );
  expect(entries).toHaveLength(lines.reduce((sum, line) => sum + line.entries.length, 0));
  expect(sources.map(({ sourceId, version }) => [sourceId, version])).toEqual(
    lines.flatMap(({ type, reference, version }) =>
      type === "grant" && reference !== null ? [[reference, version]] : [],
    ),
  );
}

function accountRow(state: AccountState) {
  const sums = noCredits();
  for (const { kind, remaining } of state.batches) sums[kind] += remaining;
  return {
    id: state.account,
    version: state.version,
    at: state.at,
    availableSubscription: sums.subscription,
    availableActivity: sums.activity,
    availablePurchased: sums.purchased,
    held: heldIn(state),
    batches: state.batchCount,
    holds: state.holdCount,
    frozenAt: state.frozenAt,
    debt: state.debt,
    // The stories have neither plans nor payments.
    planDueAt: null,
    buyingFrozenAt: null,
    buyingFrozenBy: null,
  };
}
