import fc from "fast-check";
import type { Command } from "#lib/credits/command.ts";
import { kinds } from "#lib/credits/kinds.ts";
import { keyOf } from "../accounts.ts";

const day = 24 * 60 * 60 * 1000;

// Few keys, few external sources, small amounts and short lifetimes, so that commands collide.
const who = fc.nat({ max: 1 });
const amount = fc.integer({ min: 1, max: 9 });
const part = fc.option(fc.integer({ min: 1, max: 5 }), { freq: 2 });
/** The number of a hold, line or batch: most exist at some point, some never do. */
const number = fc.integer({ min: 1, max: 5 });
const version = fc.integer({ min: 1, max: 15 });
const seconds = fc.constantFrom(0.001, 0.004, 0.01, 0.02, 0.05, 900, 900, 900, 86_400, 86_401);
/** A unique key, or one of a few shared ones. */
const key = seldom(fc.nat({ max: 5 }), 16);
const quote = seldom(
  fc.record({
    lifeMs: fc.integer({ min: -5, max: 40 }),
    uses: fc.uniqueArray(fc.record({ kind: fc.constantFrom(...kinds), amount }), {
      selector: (use) => use.kind,
      minLength: 1,
    }),
  }),
  4,
);
const use = { who, key, amount, quote };

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant("grant" as const),
      who,
      key,
      kind: fc.constantFrom(...kinds),
      amount: fc.integer({ min: 1, max: 20 }),
      lifeMs: fc.oneof(fc.integer({ min: -2, max: 60 }), fc.constantFrom(day, 7 * day, null, null)),
      fact: fc.option(fc.nat({ max: 3 }), { freq: 2 }),
      repays: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constant("spend" as const), ...use }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant("hold" as const), ...use, seconds }) },
  {
    weight: 5,
    arbitrary: fc.record({ type: fc.constant("capture" as const), who, key, number, part, final: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("release" as const),
      who,
      key,
      number,
      cause: fc.constantFrom("failed" as const, "cancelled" as const, "invalid-input" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("extend" as const), who, key, number, seconds }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant("refund" as const), who, key, version, part }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("adjustment" as const),
      who,
      key,
      amount: fc.integer({ min: -9, max: 9 }),
      kind: fc.constantFrom(...kinds),
      lifeMs: fc.constantFrom(3, 30, null),
      batch: fc.option(number, { freq: 2 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant("revoke" as const),
      who,
      key,
      number,
      target: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 })),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("forgive" as const), who, key, number }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom("freeze" as const, "unfreeze" as const), who, key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("unfreeze" as const), who, key }) },
  // A repetition of the command sent so many commands before, which can still be in flight.
  { weight: 5, arbitrary: fc.record({ type: fc.constant("again" as const), back: fc.integer({ min: 1, max: 20 }) }) },
);

const call = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      how: fc.constantFrom("list" as const, "grouped" as const),
      process: fc.nat({ max: 1 }),
      steps: fc.array(step, { minLength: 1, maxLength: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ how: fc.constant("due" as const), process: fc.nat({ max: 1 }) }) },
);

/** How far the clock moves before a round, and again while its calls are in flight; sometimes it is set back. */
const goOn = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(-1, -7) },
  { weight: 24, arbitrary: fc.constantFrom(0, 0, 0, 1, 2, 4, 10, 20) },
  { weight: 1, arbitrary: fc.constantFrom(1_000, day, 7 * day) },
);

/** Rounds of up to eight parallel calls, each of which commits one to six commands in one of two processes. */
export const stories = fc.array(
  fc.record({ before: goOn, meanwhile: goOn, calls: fc.array(call, { minLength: 1, maxLength: 8 }) }),
  { minLength: 10, maxLength: 24 },
);

export type Round = typeof stories extends fc.Arbitrary<(infer R)[]> ? R : never;
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Null, except one time in so many. */
function seldom<Value>(arbitrary: fc.Arbitrary<Value>, times: number): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: times - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

/** Makes the commands of one story, on its two accounts; `clock` is the database's. */
export function commandMaker(story: number, accounts: readonly string[], clock: () => Date): (step: Step) => Command {
  const sent: Command[] = [];
  return (step) => {
    const earlier = step.type === "again" ? sent.at(-Math.min(step.back, sent.length)) : undefined;
    const command = earlier ?? toCommand(step, { story, accounts, now: clock(), nth: sent.length });
    sent.push(command);
    return command;
  };
}

function toCommand(
  step: Step,
  { story, accounts, now, nth }: { story: number; accounts: readonly string[]; now: Date; nth: number },
): Command {
  if (step.type === "again") return toCommand(nothing, { story, accounts, now, nth });
  const after = (ms: number | null) => (ms === null ? null : new Date(now.getTime() + ms));
  const key = step.key === null ? `own ${nth}` : `${step.key}`;
  const asked = {
    account: accounts[step.who] ?? "",
    request: keyOf(step.type === "adjustment" ? "operator" : "web", key, { ...step, now }),
    actor: "test",
    platform: "web",
  };
  const reason = `a test ${nth % 3}`;
  switch (step.type) {
    case "grant": {
      const { type, kind, amount, lifeMs, fact, repays } = step;
      const sourceId = fact === null ? null : `${story}-${fact}`;
      return {
        ...asked,
        type,
        kind,
        amount,
        expiresAt: after(lifeMs),
        source: "test",
        sourceId,
        reason,
        repays,
      };
    }
    case "spend":
      return { ...asked, type: step.type, ...toUse(step, after) };
    case "hold":
      return { ...asked, type: step.type, ...toUse(step, after), expiresInSeconds: step.seconds };
    case "capture":
      return { ...asked, type: step.type, hold: step.number, amount: step.part, final: step.final };
    case "release":
      return { ...asked, type: step.type, hold: step.number, cause: step.cause };
    case "extend":
      return { ...asked, type: step.type, hold: step.number, expiresInSeconds: step.seconds };
    case "refund":
      return { ...asked, type: step.type, of: step.version, amount: step.part, reason };
    case "adjustment": {
      const { type, kind, amount, lifeMs, batch } = step;
      return { ...asked, type, kind, amount, expiresAt: after(lifeMs), batch: amount < 0 ? batch : null, reason };
    }
    case "revoke":
      return { ...asked, type: step.type, batch: step.number, target: step.target, reason, reference: "payment" };
    case "forgive":
      return { ...asked, type: step.type, batch: step.number, reason };
    case "freeze":
    case "unfreeze":
      return { ...asked, type: step.type, reason };
  }
}

const nothing: Step = { type: "unfreeze", who: 0, key: null };

function toUse(
  { amount, quote }: Extract<Step, { type: "spend" | "hold" }>,
  after: (ms: number) => Date | null,
): Pick<Extract<Command, { type: "spend" }>, "cost" | "feature" | "units" | "reference" | "quote" | "clientVersion"> {
  const expiresAt = quote === null ? null : after(quote.lifeMs);
  const shown = quote === null || expiresAt === null ? null : { uses: quote.uses, expiresAt };
  const said = { feature: "ai-image", reference: `job ${amount % 2}`, clientVersion: amount % 3 === 0 ? "6.2" : null };
  return { cost: amount, units: 1 + (amount % 4), quote: shown, ...said };
}
