import fc from "fast-check";

/** What the Stripe of the tests sells. */
export const offers = {
  price_pro: { id: "price_pro", interval: "month", amountCents: 999, creditsPerMonth: 1_200 },
  price_pro_year: { id: "price_pro_year", interval: "year", amountCents: 9_588, creditsPerMonth: 1_200 },
  price_max: { id: "price_max", interval: "month", amountCents: 1_999, creditsPerMonth: 3_000 },
} as const;
export type Price = keyof typeof offers;
const price = fc.constantFrom<Price>("price_pro", "price_pro_year", "price_max");

/** When something happens within the running period, in thousandths of it: no share of a month is a whole number. */
const moment = fc.integer({ min: 1, max: 998 });

/** What can happen to a subscription. */
export type Step =
  | { type: "renew"; declined: boolean; oneOff: boolean }
  | { type: "recover" }
  | { type: "change"; to: Price; at: number; declined: boolean }
  | OperatorStep
  | { type: "trial"; at: number; extended: boolean }
  | { type: "foreign" }
  | { type: "cancel" }
  | { type: "resume" };

/**
 * An operator changes it in Stripe's dashboard, with prorations: there and back so many times, billed at once or with the
 * renewal. Six times make twelve lines, more than an invoice carries itself.
 */
export interface OperatorStep {
  type: "operator";
  to: "price_pro" | "price_max";
  seats: number;
  at: number;
  times: number;
  withRenewal: boolean;
}

const kinds: { [Type in Step["type"]]: { weight: number; arbitrary: fc.Arbitrary<Extract<Step, { type: Type }>> } } = {
  renew: {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant("renew"), declined: fc.boolean(), oneOff: fc.boolean() }),
  },
  recover: { weight: 2, arbitrary: fc.record({ type: fc.constant("recover") }) },
  change: {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant("change"), to: price, at: moment, declined: fc.boolean() }),
  },
  operator: {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant("operator"),
      to: fc.constantFrom("price_pro", "price_max"),
      seats: fc.integer({ min: 1, max: 3 }),
      at: moment,
      times: fc.integer({ min: 1, max: 6 }),
      withRenewal: fc.boolean(),
    }),
  },
  trial: { weight: 2, arbitrary: fc.record({ type: fc.constant("trial"), at: moment, extended: fc.boolean() }) },
  foreign: { weight: 1, arbitrary: fc.record({ type: fc.constant("foreign") }) },
  cancel: { weight: 1, arbitrary: fc.record({ type: fc.constant("cancel") }) },
  resume: { weight: 1, arbitrary: fc.record({ type: fc.constant("resume") }) },
};
const step: fc.Arbitrary<Step> = fc.oneof(...Object.values(kinds));

/** The life of a subscription: how it begins, and what happens then, in order. */
export interface Life {
  price: Price;
  trial: boolean;
  /** Months ago, and days before that: anchors on every day of a month. */
  begun: number;
  days: number;
  steps: Step[];
}

/** Random lives. A life that began long ago has all its months behind it, another has some to come. */
export const lives: fc.Arbitrary<Life> = fc.record({
  price,
  trial: fc.constantFrom(true, false, false),
  begun: fc.integer({ min: 1, max: 40 }),
  days: fc.integer({ min: 0, max: 30 }),
  steps: fc.array(step, { minLength: 2, maxLength: 10 }),
});
