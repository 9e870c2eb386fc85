import fc from "fast-check";
import { expect, test } from "vitest";
import { seeded } from "#testing/seed.ts";
import { type AccountState, newAccount } from "./account-state.ts";
import type { GrantCommand, SpendCommand } from "./command.ts";
import { decide } from "./decide/decide.ts";
import type { Decision } from "./decision.ts";
import { type Kind, kinds } from "./kinds.ts";
import type { Transaction } from "./transaction.ts";

// A second, simpler book records what the lines state. It shares no code with the rules: it knows batches by number and
// their remaining credits, and computes order and liveness independently.
interface Kept {
  kind: Kind;
  granted: number;
  left: number;
  end: number;
}
type Book = Map<number, Kept>;

const start = Date.UTC(2026, 10, 20);
const request = { scope: "web" as const, key: "k", fingerprint: "f" };

// Few instants and small amounts, so that ends meet spends and batches run dry.
const ticks = fc.nat({ max: 4 });
const grants = fc.record({
  type: fc.constant("grant" as const),
  tick: ticks,
  kind: fc.constantFrom(...kinds),
  amount: fc.integer({ min: 1, max: 12 }),
  ttl: fc.option(fc.integer({ min: -1, max: 9 }), { freq: 4 }),
});
const spends = fc.record({
  type: fc.constant("spend" as const),
  tick: ticks,
  cost: fc.integer({ min: 1, max: 25 }),
  shown: fc.option(fc.array(fc.record({ kind: fc.constantFrom(...kinds), amount: fc.nat({ max: 25 }) })), { freq: 2 }),
});
const stories = fc.array(fc.oneof(grants, spends), { minLength: 1, maxLength: 60 });
type Step =
  typeof grants extends fc.Arbitrary<infer G> ? (typeof spends extends fc.Arbitrary<infer S> ? G | S : never) : never;

test("invariants 1 to 6 hold for every history that decide can write", () => {
  fc.assert(fc.property(stories, checkInvariants), seeded(400));
});

test("the same input gives the same output, and the input is not changed", () => {
  fc.assert(
    fc.property(stories, (story) => {
      for (const { state, command, now, decision } of tell(story)) {
        const before = structuredClone({ state, command });
        expect(decide(state, command, now)).toEqual(decision);
        expect({ state, command }).toEqual(before);
      }
    }),
    seeded(200),
  );
});

function checkInvariants(story: Step[]): void {
  const book: Book = new Map();
  let [version, balance, instant] = [0, 0, 0];
  for (const { command, now, decision, state } of tell(story)) {
    const live = [...book.values()].filter((batch) => batch.end > now.getTime());
    const available = live.reduce((sum, batch) => sum + batch.left, 0);
    if (decision.status === "refused") {
      expect(decision.refusal).toEqual(expectedRefusal(command, now, { available, book }));
      continue;
    }
    if (decision.status === "read-more") throw new Error("the state is complete");
    expect(expectedRefusal(command, now, { available, book })).toBeNull();
    for (const line of decision.lines) {
      // Invariant 5.
      expect(line.version).toBe(version + 1);
      expect(line.at.getTime()).toBeGreaterThanOrEqual(instant);
      // Invariant 4.
      expect(line.balanceBefore).toBe(balance);
      expect(line.balanceAfter).toBe(balance + line.amount);
      expect(sum(line.entries.map((entry) => entry.amount))).toBe(line.amount);
      take(book, line, command);
      [version, balance, instant] = [line.version, line.balanceAfter, line.at.getTime()];
    }
    // Expired credits are gone: they were booked before the command's own line.
    for (const batch of book.values()) if (batch.end <= now.getTime()) expect(batch.left).toBe(0);
    compareState(decision.state, book, version);
    expect(state.version + decision.lines.length).toBe(decision.state.version);
  }
}

/** Enters a line in the second book, and checks invariant 6. */
function take(book: Book, line: Transaction, command: GrantCommand | SpendCommand): void {
  if (line.type === "grant" && command.type === "grant") {
    expect(line.entries).toHaveLength(1);
    const end = command.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
    const number = book.size + 1;
    expect(line.entries[0]).toMatchObject({ batch: number, amount: command.amount, kind: command.kind });
    book.set(number, { kind: command.kind, granted: command.amount, left: command.amount, end });
    return;
  }
  for (const { batch: number, amount } of line.entries) {
    const batch = book.get(number);
    if (batch === undefined) throw new Error(`a line names batch ${number}, which no grant made`);
    expect(amount).toBeLessThan(0);
    expect(batch.end <= line.at.getTime()).toBe(line.type === "expiry");
    batch.left += amount;
    // Invariant 1.
    expect(batch.left).toBeGreaterThanOrEqual(0);
    expect(batch.left).toBeLessThanOrEqual(batch.granted);
    if (line.type === "expiry") expect(batch.left).toBe(0);
  }
  if (line.type === "spend") passesOverNone(book, line);
}

function passesOverNone(book: Book, line: Transaction): void {
  const used = new Set(line.entries.map((entry) => entry.batch));
  const live = [...book].filter(([, batch]) => batch.end > line.at.getTime());
  const inOrder = live.sort(
    ([a, x], [b, y]) => kinds.indexOf(x.kind) - kinds.indexOf(y.kind) || compareEnds(x.end, y.end) || a - b,
  );
  const last = inOrder.findLastIndex(([number]) => used.has(number));
  for (const [, batch] of inOrder.slice(0, last)) expect(batch.left).toBe(0);
}

function compareEnds(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** Invariants 2 and 3: the state equals the sums of the entries. */
function compareState(state: AccountState, book: Book, version: number): void {
  const left = [...book].flatMap(([number, batch]) => (batch.left > 0 ? [[number, batch.kind, batch.left]] : []));
  const inState = state.batches.filter((batch) => batch.remaining > 0);
  expect(inState.map((batch) => [batch.number, batch.kind, batch.remaining])).toEqual(left);
  expect(state.batchCount).toBe(book.size);
  expect(state.version).toBe(version);
}

function expectedRefusal(
  command: GrantCommand | SpendCommand,
  now: Date,
  { available, book }: { available: number; book: Book },
) {
  if (command.type === "grant") {
    const ended = command.expiresAt !== null && command.expiresAt <= now;
    return ended ? { slug: "invalid-request", path: "expiresAt", message: "must lie in the future" } : null;
  }
  const { cost, quote } = command;
  if (available < cost) return { slug: "insufficient-credits", cost, available, shortfall: cost - available };
  if (quote === null) return null;
  const of = (kind: Kind) =>
    sum([...book.values()].filter((b) => b.kind === kind && b.end > now.getTime()).map((b) => b.left));
  const subscription = Math.min(of("subscription"), cost);
  const activity = Math.min(of("activity"), cost - subscription);
  const takes = { subscription, activity, purchased: cost - subscription - activity };
  const shown = new Map(quote.uses.map((use) => [use.kind, use.amount]));
  const unseen = kinds.some((kind) => takes[kind] > 0 && !shown.has(kind));
  return unseen || takes.purchased > (shown.get("purchased") ?? 0) ? { slug: "quote-changed" } : null;
}

interface Told {
  state: AccountState;
  command: GrantCommand | SpendCommand;
  now: Date;
  decision: Decision;
}

function tell(story: Step[]): Told[] {
  let state = newAccount("a");
  let clock = start;
  return story.map((step) => {
    clock += step.tick;
    const now = new Date(clock);
    const command = toCommand(step, clock);
    const told = { state, command, now, decision: decide(state, command, now) };
    if (told.decision.status === "accepted") state = told.decision.state;
    return told;
  });
}

function toCommand(step: Step, clock: number): GrantCommand | SpendCommand {
  const asked = { account: "a", request, actor: "test", platform: null };
  if (step.type === "grant") {
    const expiresAt = step.ttl === null ? null : new Date(clock + step.ttl);
    const { kind, amount } = step;
    return {
      type: "grant",
      kind,
      amount,
      expiresAt,
      source: "test",
      sourceId: null,
      reason: "a test",
      repays: false,
      ...asked,
    };
  }
  const quote = step.shown === null ? null : { uses: step.shown, expiresAt: new Date(clock + 1) };
  return {
    type: "spend",
    cost: step.cost,
    feature: "ai-image",
    units: 1,
    reference: null,
    quote,
    clientVersion: null,
    ...asked,
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
