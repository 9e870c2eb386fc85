import type { Mutation } from "./mutant.ts";

const share = "lib/credits/revocation.ts";
const target = "lib/credits/bring-to-target.ts";
const taking = "lib/credits/book-taking.ts";
const table = "lib/credits/revocation.test.ts";
const properties = "lib/credits/revocation-properties.test.ts";
const invariants = "invariants 9 and 10 hold after every step, counted from the lines alone";

/** The mutations of returned payments. */
export const revocationMutations: readonly Mutation[] = [
  {
    name: "the share that is taken back is rounded down",
    ci: false,
    edits: [
      { file: share, find: "(BigInt(granted) * back + paid - 1n) / paid", put: "(BigInt(granted) * back) / paid" },
    ],
    file: table,
    test: "returned take",
  },
  {
    name: "what expired does not count as taken",
    ci: false,
    edits: [{ file: target, find: 'Math.min(sum(family, "forfeited"), target - taken)', put: "0" }],
    file: table,
    test: "expired unused",
  },
  {
    name: "what is on hold is not waited for",
    ci: false,
    edits: [{ file: target, find: 'Math.min(sum(family, "held"), target - taken - forfeited)', put: "0" }],
    file: table,
    test: "on hold",
  },
  {
    name: "a lower target gives repayments back before it cancels what is owed",
    ci: false,
    edits: [
      {
        file: target,
        find: "[owed, repaid, forgiven] = [less(owed), less(repaid), less(forgiven)]",
        put: "[repaid, owed, forgiven] = [less(repaid), less(owed), less(forgiven)]",
      },
    ],
    file: table,
    test: "the oldest debt is repaid first, and the newest repayment goes back first",
  },
  {
    name: "the oldest repayment goes back first",
    ci: false,
    edits: [{ file: taking, find: "b.version - a.version", put: "a.version - b.version" }],
    file: table,
    test: "the oldest debt is repaid first, and the newest repayment goes back first",
  },
  {
    name: "the newest debt is repaid first",
    ci: false,
    edits: [
      {
        file: "lib/credits/repay.ts",
        find: "a.revocation.version - b.revocation.version",
        put: "b.revocation.version - a.revocation.version",
      },
    ],
    file: table,
    test: "the oldest debt is repaid first, and the newest repayment goes back first",
  },
  {
    name: "gifts repay a debt",
    ci: false,
    edits: [{ file: "lib/credits/decide/grant.ts", find: "command.repays ? repay(", put: "state.debt > 0 ? repay(" }],
    file: table,
    test: "a gift repays nothing",
  },
  {
    name: "credits of returned money come back as returned credits",
    ci: false,
    edits: [{ file: "lib/credits/give-back.ts", find: "amount - (wanted.get(number) ?? 0)", put: "amount" }],
    file: table,
    test: "credits of returned money never come back as returned credits",
  },
  {
    name: "a capture of what a revocation waited for is not owed",
    ci: false,
    edits: [{ file: "lib/credits/end-hold.ts", find: "    used,\n", put: "    used: [],\n" }],
    file: table,
    test: "held and captured",
  },
  {
    name: "credits that an operator took count as used",
    ci: false,
    edits: [{ file: "lib/credits/book-line.ts", find: ' || type === "adjustment"', put: "" }],
    file: properties,
    test: invariants,
  },
];
