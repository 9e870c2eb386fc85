import type { Mutation } from "./mutant.ts";

const giveBack = "lib/credits/give-back.ts";
const bookDue = "lib/credits/book-due.ts";
const applyCommands = "lib/ledger/commit/apply-commands.ts";
const holds = "lib/credits/holds.test.ts";
const clock = "lib/ledger/commit/clock.db.test.ts";
const groupCommit = "lib/ledger/commit/group-commit.db.test.ts";
const replays = "lib/ledger/commit/replays.db.test.ts";

/** Every mutation of holds, refunds, group commit and announcements. */
export const holdMutations: readonly Mutation[] = [
  {
    name: "a release goes into other batches: the first of its kind",
    ci: false,
    edits: [
      {
        file: giveBack,
        find: "if (isLive(batch, liveAt) || rest === 0) moves.push({ batch, amount });",
        put: `if (isLive(batch, liveAt) || rest === 0) {
      const first = state.batches.findLast((other) => other.kind === batch.kind && isLive(other, liveAt)) ?? batch;
      moves.push({ batch: first, amount });
    }`,
      },
    ],
    file: holds,
    test: "a release returns to its own batches, even when others come earlier in the order by then",
  },
  {
    name: "the rest of a capture goes into other batches: the last in the order is used first",
    ci: false,
    edits: [
      {
        file: "lib/credits/end-hold.ts",
        find: "splitParts(kept, captured)",
        put: "splitParts(kept.toReversed(), captured)",
      },
    ],
    file: holds,
    test: "a partial capture uses the first credits in order, and the rest returns to the same batches",
  },
  {
    name: "a refund without its limit",
    ci: false,
    edits: [{ file: "lib/credits/decide/refund.ts", find: "amount > left || left === 0", put: "amount < 1" }],
    file: "lib/ledger/commit/hold-races.db.test.ts",
    test: "refund against refund: together they return what was taken, once",
  },
  {
    name: "double capture",
    ci: false,
    edits: [
      { file: "lib/credits/decide/hold-end.ts", find: `if (hold.status !== "open")`, put: `if (hold.amount < 0)` },
    ],
    file: holds,
    test: "captured twice",
  },
  {
    name: "expiry of held credits",
    ci: false,
    edits: [
      { file: bookDue, find: "batch.remaining > 0 && batch", put: "batch.remaining + batch.held > 0 && batch" },
      { file: bookDue, find: "amount: -batch.remaining", put: "amount: -batch.remaining - batch.held" },
      {
        file: bookDue,
        find: "return { lines: [booked.line], made: [], state: booked.state };",
        put: `const batches = booked.state.batches.map((b) => (b.number === batch.number ? { ...b, remaining: 0, held: 0 } : b));
  return { lines: [booked.line], made: [], state: { ...booked.state, batches } };`,
      },
    ],
    file: holds,
    test: "held credits do not expire",
  },
  {
    name: "new days twice",
    ci: false,
    edits: [{ file: giveBack, find: "byPerson || batch.returnedFrom !== null", put: "byPerson" }],
    file: holds,
    test: "validity is extended once: credits returned for 7 days expire at once when they return again after that",
  },
  {
    name: "new days by the person's own cancelling",
    ci: false,
    edits: [{ file: giveBack, find: "byPerson || batch.returnedFrom !== null", put: "batch.returnedFrom !== null" }],
    file: holds,
    test: "ten rounds of starting and cancelling gain nothing",
  },
  {
    name: "a neighbour is failed by a refusal",
    ci: false,
    edits: [
      {
        file: "lib/ledger/commit/commit-transaction.ts",
        find: "  await writeChanges(tx, changes);",
        put: `  if (outcomes.some((outcome) => outcome.status === "refused")) throw new Error("one of them is refused");
  await writeChanges(tx, changes);`,
      },
    ],
    file: groupCommit,
    test: "one refused command in a group commit does not fail the others",
  },
  {
    name: "the key is looked up after the policy: frozen accounts",
    ci: false,
    edits: [
      {
        file: applyCommands,
        find: "  const again = earlierOutcome(",
        put: `  const mayNot = state.frozenAt !== null && (command.type === "spend" || command.type === "hold");
  if (mayNot) return { status: "refused", refusal: { slug: "account-frozen" } };
  const again = earlierOutcome(`,
      },
    ],
    file: replays,
    test: "a replay is the same after the account was frozen: keys are looked up before the policy",
  },
  {
    name: "the key is looked up after the policy: prices",
    ci: false,
    edits: [
      {
        file: "lib/catalogue/price.ts",
        find: "return (await findReplay(db, use.account, use.request)) ?? priced;",
        put: "return priced;",
      },
    ],
    file: replays,
    test: "a replayed spend is the same after the price changed and the feature left the catalogue",
  },
  {
    name: "a notify is skipped",
    ci: false,
    edits: [
      { file: "lib/ledger/commit/write-changes.ts", find: "announce(tx, all),", put: "announce(tx, all.slice(1))," },
    ],
    file: groupCommit,
    test: "256 different accounts in one commit: every one is notified",
  },
  {
    name: "an answer before COMMIT",
    ci: false,
    edits: [
      {
        file: "lib/ledger/commit/in-transaction.ts",
        find: "withDeadline(db.transaction(run), transactionMs)",
        put: `new Promise<Answer>((resolve, reject) => {
      const early = async (tx: Tx) => {
        resolve(await run(tx));
      };
      withDeadline(db.transaction(early), transactionMs).catch(reject);
    })`,
      },
    ],
    file: groupCommit,
    test: "an acknowledged command is committed: a failed COMMIT is not acknowledged",
  },
  {
    name: "expires_at compared after rounding: in the rules",
    ci: false,
    edits: [
      {
        file: "lib/credits/batch.ts",
        find: "now < batch.expiresAt",
        put: "Math.round(now.getTime() / 1000) < Math.round(batch.expiresAt.getTime() / 1000)",
      },
    ],
    file: clock,
    test: "spends and balances change at the millisecond of the end, neither before nor after",
  },
  {
    name: "expires_at compared after rounding: in the balance",
    ci: false,
    edits: [
      {
        file: "db/queries/credits/balances.ts",
        find: "b.open and b.expires_at <= reading.at",
        put: "b.open and date_trunc('second', b.expires_at) <= reading.at",
      },
    ],
    file: clock,
    test: "spends and balances change at the millisecond of the end, neither before nor after",
  },
];
