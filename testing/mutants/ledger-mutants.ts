import type { Mutation } from "./mutant.ts";

const lockAccounts = "db/queries/credits/accounts.ts";
const readClock = "db/queries/clock.ts";
const applyCommands = "lib/ledger/commit/apply-commands.ts";
const races = "lib/ledger/commit/races.db.test.ts";
const clock = "lib/ledger/commit/clock.db.test.ts";

/** The mutations of keys, clocks, locks and the deduction order. */
export const ledgerMutations: readonly Mutation[] = [
  {
    name: "no lock",
    ci: true,
    edits: [
      { file: lockAccounts, find: `.for("no key update")`, put: "" },
      { file: lockAccounts, find: `.for("no key update", { skipLocked: true })`, put: "" },
    ],
    file: races,
    test: "two processes, 200 spends of 1 on 100 credits",
  },
  {
    name: "no lock where commands are grouped",
    ci: false,
    edits: [{ file: lockAccounts, find: `.for("no key update", { skipLocked: true })`, put: "" }],
    // Keys and versions would still be unique, so that a retry fixes a race alone, but not the clock.
    file: clock,
    test: "a spend that waits for the lock across an expiry uses the time after the wait",
  },
  {
    name: "a locked account is taken for one that does not exist",
    ci: false,
    edits: [{ file: lockAccounts, find: `.for("no key update")`, put: `.for("no key update", { skipLocked: true })` }],
    file: races,
    test: "200 parallel spends of 1 on 100 credits",
  },
  {
    name: "wrong order: activity before subscription",
    ci: false,
    edits: [
      {
        file: "lib/credits/kinds.ts",
        find: `"subscription", "activity", "purchased"`,
        put: `"activity", "subscription", "purchased"`,
      },
    ],
    file: "lib/credits/decide/decide.test.ts",
    test: "the official example",
  },
  {
    name: "wrong order: what never ends goes first",
    ci: false,
    edits: [
      {
        file: "lib/credits/deduction-order.ts",
        find: "Number(a === null) - Number(b === null)",
        put: "Number(b === null) - Number(a === null)",
      },
    ],
    file: "lib/credits/invariants.test.ts",
    test: "invariants 1 to 6 hold",
  },
  {
    name: "wrong order: expiry is ignored",
    ci: false,
    edits: [{ file: "lib/credits/deduction-order.ts", find: "compareExpiry(a.expiresAt, b.expiresAt)", put: "0" }],
    file: "lib/credits/invariants.test.ts",
    test: "invariants 1 to 6 hold",
  },
  {
    name: "<= for < at expiry",
    ci: true,
    edits: [{ file: "lib/credits/batch.ts", find: "now < batch.expiresAt", put: "now <= batch.expiresAt" }],
    file: "lib/credits/decide/decide.test.ts",
    test: "cannot be used at its end",
  },
  {
    name: "what is due is not booked first",
    ci: false,
    edits: [
      {
        file: "lib/credits/book-due.ts",
        find: "for (let due = nextDue(state, now); due",
        put: "for (let due = nextDue(state, new Date(0)); due",
      },
    ],
    file: "lib/credits/invariants.test.ts",
    test: "invariants 1 to 6 hold",
  },
  {
    name: "no fingerprint",
    ci: false,
    edits: [
      {
        file: "lib/ledger/commit/earlier-line.ts",
        find: "earlier.request?.fingerprint === fingerprint",
        put: "earlier.request !== null",
      },
    ],
    file: races,
    test: "one key for two requests",
  },
  {
    name: "no key scope",
    ci: false,
    edits: [
      { file: applyCommands, find: "{request.scope} $", put: "" },
      {
        file: "db/queries/credits/transactions.ts",
        find: "{t.keyScope} = k.scope`",
        put: "{t.accountId} = k.account`",
      },
    ],
    file: races,
    test: "a key counts within its scope and its account",
  },
  {
    name: "keys are not looked up",
    ci: false,
    edits: [{ file: applyCommands, find: "if (again !== null) return again;", put: "" }],
    file: races,
    test: "one key fifty times in parallel",
  },
  {
    name: "expiry by the frozen clock",
    ci: true,
    edits: [{ file: readClock, find: "extract(epoch from clock_timestamp())", put: "extract(epoch from now())" }],
    file: clock,
    test: "a spend that waits for the lock across an expiry uses the time after the wait",
  },
  {
    name: "the clock is read before the lock",
    ci: false,
    edits: [
      {
        file: "lib/ledger/commit/commit-transaction.ts",
        find: "await Promise.all([lock(tx, accounts), readClock(tx)])",
        put: "await Promise.all([readClock(tx), lock(tx, accounts)]).then(([instant, ids]) => [ids, instant] as const)",
      },
    ],
    file: clock,
    test: "a spend that waits until its credits expired is refused, and nothing is booked",
  },
  {
    name: "what has ended and is not booked still counts",
    ci: false,
    edits: [{ file: "db/queries/credits/balances.ts", find: "b.open and b.expires_at <= reading.at", put: "false" }],
    file: clock,
    test: "a balance excludes expired credits that are not booked yet, as decide does",
  },
  {
    name: "an outside fact is granted by every account",
    ci: false,
    edits: [{ file: applyCommands, find: "if (granted !== null) return granted;", put: "" }],
    file: races,
    test: "one source for one account thirty times in parallel: one grant, the others are replays",
  },
  {
    name: "credits are taken behind batches that were not read",
    ci: false,
    edits: [
      {
        file: "lib/credits/allocate-from-state.ts",
        find: "compareDeductionOrder(batch, after) <= 0",
        put: "batch !== null",
      },
    ],
    file: "lib/ledger/commit/partial-state.db.test.ts",
    test: "any batch limit gives the same history",
  },
];
