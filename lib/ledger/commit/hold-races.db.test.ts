import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { type Db, openDatabase } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import type { Command } from "#lib/credits/command.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { readHold } from "#lib/ledger/read/holds.ts";
import { grantOf, openAccount, openAccountWith, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants, withAndWithoutGroupCommit } from "#testing/ledger.ts";
import { adjustOf, captureOf, extendOf, freezeOf, holdOf, refundOf, releaseOf } from "#testing/use-commands.ts";
import { whileLocked } from "#testing/while-locked.ts";
import { commit, commitOne } from "./commit.ts";
import { commitDue } from "./commit-due.ts";
import type { Outcome } from "./outcome.ts";

const { db, url, owner } = await testDatabase();
// Stands for another process: its own pool, and therefore its own group commit.
const elsewhere = openDatabase(url, { max: 5 });

afterAll(async () => {
  await elsewhere.$client.end({ timeout: 1 });
  await expectInvariants(db);
});

withAndWithoutGroupCommit(() => {
  test("capture against lapse: a capture that waits past the time limit finds the hold lapsed", async () => {
    const account = await openAccountWith(db, { purchased: 50 });
    const held = done(await commitOne(db, holdOf(account, 20, { expiresInSeconds: 0.5 })));
    const { waited } = await whileLocked(owner, account, {
      start: () => commitOne(db, captureOf(account, 1)),
      meanwhile: () => until(held.holdExpiresAt),
    });
    expect(waited).toEqual({ status: "refused", refusal: { slug: "hold-not-open", status: "lapsed" } });
    // The refused capture booked nothing, but the lapse counts; due lines are booked once, by the next command.
    expect(await readBalance(db, account)).toMatchObject({ version: 2, available: 50, held: 0 });
    expect(await Promise.all([commitDue(db, [account]), commitDue(elsewhere, [account])])).toContain(1);
    await commitDue(db, [account]);
    expect(await readBalance(db, account)).toMatchObject({ version: 3, available: 50, held: 0 });
  });

  test("capture against lapse, at the very instant on thirty accounts: exactly one wins each time", async () => {
    const accounts = await Promise.all(Array.from({ length: 30 }, () => openAccountWith(db, { purchased: 50 })));
    const holds = await commit(
      db,
      accounts.map((account) => holdOf(account, 20, { expiresInSeconds: 0.6 })),
    );
    const end = done(holds[0]).holdExpiresAt;
    const outcomes = await Promise.all(
      accounts.map(async (account, index) => {
        await until(new Date((end?.getTime() ?? 0) - 15 + index));
        const from = index % 2 === 0 ? db : elsewhere;
        const [outcome] = await Promise.all([commitOne(from, captureOf(account, 1)), commitDue(db, [account])]);
        return outcome;
      }),
    );
    await commitDue(db, accounts);
    for (const [index, account] of accounts.entries()) {
      const ended = (await history(account)).filter((line) => line.hold === 1 && line.type !== "hold");
      expect(ended).toHaveLength(1);
      const captured = outcomes[index]?.status === "done";
      expect([ended[0]?.type, (await readHold(db, account, 1))?.status]).toEqual(
        captured ? ["capture", "captured"] : ["release", "lapsed"],
      );
      expect(ended[0]?.at && end && ended[0].at < end).toBe(captured);
      expect(await readBalance(db, account)).toMatchObject({ available: captured ? 30 : 50, held: 0 });
    }
  });

  test("capture, release and extend of one hold from two processes: it ends once", async () => {
    const account = await openAccountWith(db, { purchased: 50 });
    for (let hold = 1; hold <= 10; hold += 1) {
      done(await commitOne(db, holdOf(account, 4)));
      const outcomes = await race([
        captureOf(account, hold, { amount: 1 }),
        captureOf(account, hold, { amount: 2 }),
        releaseOf(account, hold),
        releaseOf(account, hold, { cause: "cancelled" }),
        extendOf(account, hold),
      ]);
      const ends = outcomes.filter((o) => o.status === "done" && o.transaction.type !== "extend");
      expect(ends).toHaveLength(1);
      const refused = outcomes.flatMap((o) => (o.status === "refused" ? [o.refusal] : []));
      const status = (await readHold(db, account, hold))?.status;
      for (const refusal of refused) expect(refusal).toEqual({ slug: "hold-not-open", status });
    }
    expect(await readBalance(db, account)).toMatchObject({ held: 0 });
  });

  test("refund against refund: together they return what was taken, once", async () => {
    const account = await openAccountWith(db, { subscription: 20, activity: 15, purchased: 100 });
    const spent = done(await commitOne(db, spendOf(account, 25)));
    const outcomes = await race(Array.from({ length: 20 }, () => refundOf(account, spent.version, { amount: 3 })));
    expect(count(outcomes)).toEqual({ done: 8, "exceeds-spend": 12 });
    done(await commitOne(db, refundOf(account, spent.version)));
    const back = (await history(account)).filter((line) => line.type === "refund").flatMap((line) => line.entries);
    const sumOf = (kind: string) => back.reduce((sum, e) => sum + (e.kind === kind ? e.amount : 0), 0);
    expect([sumOf("subscription"), sumOf("activity"), sumOf("purchased")]).toEqual([20, 5, 0]);
  });

  test("expiry against spend: a spend takes before the end, or from what remains after it", async () => {
    const account = await openAccount(db);
    const end = new Date((await readClock(db)).getTime() + 2_000);
    await commit(db, [grantOf(account, 500, { kind: "activity", expiresAt: end }), grantOf(account, 500)]);
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        await until(new Date(end.getTime() - 20 + index));
        const from = index % 2 === 0 ? db : elsewhere;
        const [outcome] = await Promise.all([commitOne(from, spendOf(account, 1)), commitDue(db, [account])]);
        return done(outcome);
      }),
    );
    for (const { at, entries } of outcomes) expect(entries[0]?.kind).toBe(at < end ? "activity" : "purchased");
    const before = outcomes.filter(({ at }) => at < end).length;
    const expiries = (await history(account)).filter((line) => line.type === "expiry");
    expect(expiries.map((line) => line.amount)).toEqual([before - 500]);
  });

  test("grant against spend: a spend sees all of a grant or none of it, and nothing is lost", async () => {
    const account = await openAccount(db);
    const outcomes = await race(
      Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? grantOf(account, 6) : spendOf(account, 6))),
    );
    const spends = outcomes.filter((o) => o.status === "done" && o.transaction.type === "spend").length;
    for (const outcome of outcomes) {
      if (outcome.status === "refused") {
        expect(outcome.refusal).toEqual({ slug: "insufficient-credits", cost: 6, available: 0, shortfall: 6 });
      }
    }
    expect(await readBalance(db, account)).toMatchObject({ version: 20 + spends, available: 120 - 6 * spends });
  });

  test("two processes on one account: 200 spends of 1 on 100 credits, exactly 100 of them", async () => {
    const account = await openAccountWith(db, { subscription: 20, activity: 15, purchased: 65 });
    const outcomes = await race(Array.from({ length: 200 }, () => spendOf(account, 1)));
    expect(count(outcomes)).toEqual({ done: 100, "insufficient-credits": 100 });
    expect(await readBalance(elsewhere, account)).toMatchObject({ version: 103, available: 0 });
  });

  test("two processes with one key: one hold, and equal outcomes everywhere", async () => {
    const account = await openAccountWith(db, { purchased: 100 });
    const outcomes = await race(Array.from({ length: 40 }, () => holdOf(account, 7, { key: "once" })));
    const lines = outcomes.map(done);
    for (const line of lines) expect(line).toEqual(lines[0]);
    expect(outcomes.filter((o) => o.status === "done" && !o.replayed)).toHaveLength(1);
    expect(await readBalance(db, account)).toMatchObject({ version: 2, available: 93, held: 7 });
  });

  test("every command can be replayed, regardless of what happened in between", async () => {
    const account = await openAccountWith(db, { activity: 40, purchased: 60 });
    const commands: Command[] = [
      holdOf(account, 30, { key: "hold" }),
      extendOf(account, 1, { key: "extend" }),
      captureOf(account, 1, { amount: 21, key: "capture" }),
      refundOf(account, 5, { amount: 4, key: "refund" }),
      holdOf(account, 10, { key: "hold 2" }),
      releaseOf(account, 2, { key: "release" }),
      adjustOf(account, -3, { key: "down" }),
      adjustOf(account, 5, { key: "up" }),
      freezeOf(account, "freeze", { key: "freeze" }),
      freezeOf(account, "unfreeze", { key: "unfreeze" }),
      freezeOf(account, "freeze", { key: "freeze again" }),
    ];
    const first: Transaction[] = [];
    for (const command of commands) first.push(done(await commitOne(db, command)));
    const again = await race([...commands, ...commands]);
    expect(again).toEqual([...first, ...first].map((transaction) => ({ status: "done", transaction, replayed: true })));
    expect(await readBalance(db, account)).toMatchObject({ version: 13 });
  });
});

/** Commits all at once, alternating between the two processes. */
async function race(commands: readonly Command[]): Promise<Outcome[]> {
  return await Promise.all(commands.map((command, index) => commitOne(turn(index), command)));
}

function turn(index: number): Db {
  return index % 2 === 0 ? db : elsewhere;
}

function done(outcome: Outcome | undefined): Transaction {
  if (outcome?.status !== "done") throw new Error(`not done: ${JSON.stringify(outcome)}`);
  return outcome.transaction;
}

function count(outcomes: readonly Outcome[]): Record<string, number> {
  const names = outcomes.map((outcome) => (outcome.status === "done" ? "done" : outcome.refusal.slug));
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}

async function history(account: string): Promise<Transaction[]> {
  return (await readHistory(db, account, {}, 1_000)).transactions;
}

/** Waits until the database's clock, which runs on this machine, reaches an instant. */
async function until(instant: Date | null): Promise<void> {
  if (instant === null) throw new Error("no instant to wait for");
  while (Date.now() < instant.getTime()) await sleep(Math.max(1, Math.min(instant.getTime() - Date.now(), 200)));
}
