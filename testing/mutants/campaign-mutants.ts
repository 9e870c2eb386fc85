import type { Mutation } from "./mutant.ts";

const claims = "db/queries/campaigns/claims.ts";
const place = "lib/campaigns/place-claim.ts";
const file = "lib/campaigns/claim.db.test.ts";

/** The mutations of campaigns. */
export const campaignMutations: readonly Mutation[] = [
  {
    name: "a claim takes no notice of what is left of the budget",
    ci: true,
    edits: [{ file: claims, find: "<= budget, true)", put: "<> -1, true)" }],
    file,
    test: "200 parallel claims by 200 people on a budget for 100: exactly 100 grants, 100 refusals, and the budget is used",
  },
  {
    name: "a person's devices do not wait for each other",
    ci: false,
    edits: [
      {
        file: place,
        find: 'if ((await lockAccounts(tx, [account])).length === 0) return { status: "not-found", what: "account" };',
        put: "",
      },
    ],
    file,
    test: "one person from three devices fifty times, each with a key of its own: one claim",
  },
  {
    name: "a claim that waited looks at the clock of its beginning",
    ci: false,
    edits: [
      { file: claims, find: "coalesce(ends_at > clock_timestamp(), true)", put: "coalesce(ends_at > now(), true)" },
    ],
    file,
    test: "a campaign ends by the clock, for a claim that waits for it too",
  },
  {
    name: "a referrer's friends are settled at the same time",
    ci: false,
    edits: [{ file: "lib/campaigns/reward-referrer.ts", find: "  await lockAccounts(tx, [referrer]);", put: "" }],
    file: "lib/campaigns/referrals.db.test.ts",
    test: "a referrer gets credits for so many friends a month, of ten who are due at once, and the others say why not",
  },
  {
    name: "a mailbox is not kept when its account is deleted",
    ci: false,
    edits: [
      {
        file: "lib/campaigns/join-by-referral.ts",
        find: "const isFirst = await noteMailbox(tx, mailboxHash(address));",
        put: "const isFirst = (await noteMailbox(tx, mailboxHash(address))) || true;",
      },
    ],
    file: "lib/campaigns/farming.db.test.ts",
    test: "a friend who was referred, deletes the account and joins again by another link is referred once",
  },
  {
    name: "credits of a returned purchase are owed when they were used",
    ci: false,
    edits: [
      {
        file: "lib/campaigns/follow-return.ts",
        find: "isReturned ? batch.taken + batch.remaining : 0;",
        put: "isReturned ? claim.credits : 0;",
      },
    ],
    file: "lib/campaigns/returned-referrals.db.test.ts",
    test: "a refund of the first purchase takes back what both sides have left, nothing of it is owed, and repeating it changes nothing",
  },
  {
    name: "the retry of a claim does not grant it",
    ci: false,
    edits: [
      {
        file: "lib/campaigns/claim.ts",
        find: "if (claim.dueAt > (await readClock(db)))",
        put: "if (replayed || claim.dueAt > (await readClock(db)))",
      },
    ],
    file,
    test: "a process that dies between claim and grant: the retry completes it, or the job does, once",
  },
];
