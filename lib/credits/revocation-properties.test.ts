import fc from "fast-check";
import { expect, test } from "vitest";
import { command, knowing } from "#testing/commands.ts";
import { seeded } from "#testing/seed.ts";
import { type AccountState, newAccount } from "./account-state.ts";
import { bookDue } from "./book-due.ts";
import type { Command } from "./command.ts";
import { decide } from "./decide/decide.ts";
import type { Transaction } from "./transaction.ts";

// Few numbers and small amounts, so that returns meet uses, holds, ends and repayments of the same batches.
const number = fc.integer({ min: 1, max: 4 });
const amount = fc.integer({ min: 1, max: 12 });
const part = fc.option(amount, { freq: 2 });
const tick = fc.nat({ max: 3 });
const steps = fc.oneof(
  fc.record({ type: fc.constant("grant" as const), tick, amount, ttl: fc.option(amount), repays: fc.boolean() }),
  fc.record({ type: fc.constant("spend" as const), tick, amount }),
  fc.record({ type: fc.constant("hold" as const), tick, amount, seconds: fc.constantFrom(0.004, 900) }),
  fc.record({ type: fc.constant("capture" as const), tick, number, part, final: fc.boolean() }),
  fc.record({ type: fc.constant("release" as const), tick, number, cancelled: fc.boolean() }),
  fc.record({ type: fc.constant("refund" as const), tick, version: fc.integer({ min: 1, max: 25 }), part }),
  fc.record({ type: fc.constant("adjustment" as const), tick, amount }),
  fc.record({ type: fc.constant("revoke" as const), tick, number, amount: fc.nat({ max: 12 }) }),
  fc.record({ type: fc.constant("revoke" as const), tick, number, amount: fc.nat({ max: 12 }) }),
  fc.record({ type: fc.constant("forgive" as const), tick, number }),
);
type Step = typeof steps extends fc.Arbitrary<infer S> ? S : never;
const stories = fc.array(steps, { minLength: 1, maxLength: 50 });

test("invariants 9 and 10 hold after every step, counted from the lines alone", () => {
  fc.assert(
    fc.property(stories, (story) => {
      tell(story, expectInvariants);
    }),
    seeded(500),
  );
});

test("however often a return changes, what is taken and owed depends on the last one alone", () => {
  const changes = fc.array(fc.record({ number, amount: fc.nat({ max: 12 }) }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(stories, changes, (story, returns) => {
      const { state: told, now } = tell(story);
      const { state } = bookDue(told, new Date(now + 1));
      // What was repaid or forgiven before is not repaid or forgiven again after a return went down and up.
      fc.pre(state.repayments.length === 0 && state.batches.every(({ revocation }) => !revocation?.forgiven));
      const all = returns.flatMap((one) => {
        const batch = state.batches.find((candidate) => candidate.number === one.number);
        return batch === undefined ? [] : [command.revoke(batch.number, Math.min(one.amount, batch.granted))];
      });
      const last = [...new Map(all.map((one) => [one.batch, one])).values()];
      const [often, once] = [all, last.toReversed()].map((list) =>
        list.reduce((before, one) => apply(before, one, new Date(now + 1)), state),
      );
      expect(summaryOf(often)).toEqual(summaryOf(once));
    }),
    seeded(500),
  );
});

function apply(state: AccountState, asked: Command, at: Date): AccountState {
  const decision = decide(state, asked, at);
  return decision.status === "accepted" ? decision.state : state;
}

function summaryOf(state: AccountState | undefined) {
  const families = Map.groupBy(state?.batches ?? [], ({ number, returnedFrom }) => returnedFrom ?? number);
  const sums = [...families].map(([root, family]) => {
    const revocation = family.find(({ number }) => number === root)?.revocation;
    const { target = 0, taken = 0, owed = 0, forgiven = 0 } = revocation ?? {};
    return { root, remaining: sum(family.map((batch) => batch.remaining)), target, taken, owed, forgiven };
  });
  return { debt: state?.debt, sums: sums.toSorted((a, b) => a.root - b.root) };
}

function tell(
  story: readonly Step[],
  check: (state: AccountState, lines: readonly Transaction[]) => void = () => undefined,
) {
  const lines: Transaction[] = [];
  let state = newAccount("a");
  let now = Date.UTC(2026, 10, 20);
  for (const step of story) {
    now += step.tick;
    const asked = commandOf(step, now);
    const decision = decide(knowing(state, lines, asked.type === "refund" ? asked.of : null), asked, new Date(now));
    if (decision.status !== "accepted") continue;
    lines.push(...decision.lines);
    state = decision.state;
    check(state, lines);
  }
  return { state, now };
}

function commandOf(step: Step, now: number): Command {
  switch (step.type) {
    case "grant": {
      const expiresAt = step.ttl === null ? null : new Date(now + step.ttl);
      return command.grant("purchased", step.amount, expiresAt, step.repays);
    }
    case "spend":
      return command.spend(step.amount);
    case "hold":
      return command.hold(step.amount, step.seconds);
    case "capture":
      return command.capture(step.number, step.part, step.final);
    case "release":
      return command.release(step.number, step.cancelled ? "cancelled" : "failed");
    case "refund":
      return command.refund(step.version, step.part);
    case "adjustment":
      return command.adjust(-step.amount);
    case "revoke":
      return command.revoke(step.number, step.amount);
    case "forgive":
      return command.forgive(step.number);
  }
}

/** A second, simpler book: it adds up what the lines say of each family, and shares no code with the rules. */
function expectInvariants(state: AccountState, lines: readonly Transaction[]): void {
  const entries = lines.flatMap((line) => line.entries.map((entry) => ({ ...entry, line })));
  const root = new Map(state.batches.map(({ number, returnedFrom }) => [number, returnedFrom ?? number]));
  expect(state.debt).toBeGreaterThanOrEqual(0);
  expect(sum(lines.map(({ debtChange }) => debtChange))).toBe(state.debt);
  expect(sum(state.batches.map(({ revocation }) => revocation?.owed ?? 0))).toBe(state.debt);
  for (const { number, granted, revocation } of state.batches.filter(({ returnedFrom }) => returnedFrom === null)) {
    const own = entries.filter(({ batch }) => root.get(batch) === number);
    const family = state.batches.filter((batch) => root.get(batch.number) === number);
    const left = sum(own.map((entry) => entry.amount));
    const held = sum(family.map((batch) => batch.held));
    const gone =
      0 -
      sum(
        own.flatMap(({ line, amount: moved }) =>
          ["expiry", "adjustment"].includes(line.type) && moved < 0 ? [moved] : [],
        ),
      );
    const taken = 0 - sum(own.flatMap(({ line, amount: moved }) => (line.ofBatch === number ? [moved] : [])));
    const about = lines.filter(({ ofBatch }) => ofBatch === number);
    const { target = 0, owed = 0, repaid = 0, forgiven = 0 } = revocation ?? {};
    expect(about.at(-1)?.target ?? 0).toBe(target);
    expect(sum(about.map(({ debtChange }) => debtChange))).toBe(owed);
    expect(revocation?.taken ?? 0).toBe(taken);
    expect(target <= granted && taken <= target).toBe(true);
    // What is to be taken is taken first of what is left.
    if (taken < target) expect(left).toBe(0);
    const missing = Math.max(0, target - taken - gone - held);
    expect(owed + repaid + forgiven).toBe(missing);
    // Nothing is owed that was not used.
    expect(missing).toBeLessThanOrEqual(granted - left - held - gone - taken);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
