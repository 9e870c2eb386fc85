import type { Mutation } from "./mutant.ts";

const freeze = "lib/billing/payments/buying-freeze.db.test.ts";
const returns = "lib/billing/payments/returns.db.test.ts";

/** The mutations of payments at Stripe, and of what follows when their money goes back. */
export const paymentMutations: readonly Mutation[] = [
  {
    name: "a returned year loses its first months",
    ci: false,
    edits: [
      {
        file: "lib/credits/plans/targets-of-months.ts",
        find: "b.monthStart.getTime() - a.monthStart.getTime()",
        put: "a.monthStart.getTime() - b.monthStart.getTime()",
      },
    ],
    file: "lib/credits/plans/targets-of-months.test.ts",
    test: "a quarter of a year: the last three months",
  },
  {
    name: "a payer who lost us a dispute buys on",
    ci: false,
    edits: [
      {
        file: "db/queries/orders/payments.ts",
        find: 'inArray(payments.dispute, ["open", "lost"])',
        put: 'inArray(payments.dispute, ["open"])',
      },
    ],
    file: freeze,
    test: "an open dispute stops purchases of packs and plans, spending goes on, and an operator lifts it",
  },
  {
    name: "each invoice of a payment loses all that was refunded of it",
    ci: false,
    edits: [
      {
        file: "lib/billing/stripe/invoice-money.ts",
        find: "share += (BigInt(cents) * after) / total - (BigInt(cents) * before) / total",
        put: "share += BigInt(cents)",
      },
    ],
    file: "lib/billing/reconciliation/reconcile.db.test.ts",
    test: "two payments that settled two invoices share what was returned of them by what they paid",
  },
  {
    name: "a bank's warning freezes nothing",
    ci: false,
    edits: [
      {
        file: "lib/billing/payments/commit-targets.ts",
        find: "Math.max(batch.target, unused)",
        put: "Math.max(batch.target, unused - unused)",
      },
    ],
    file: returns,
    test: "a bank's warning freezes what is unused of the payment alone, until an operator clears it",
  },
];
