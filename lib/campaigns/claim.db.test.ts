import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import { readCampaignRow } from "#db/queries/campaigns/campaigns.ts";
import { campaignClaims } from "#db/schema/campaigns.ts";
import { creditBatches } from "#db/schema/credits.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { addCode, claimOf, newPerson, openCampaign, redemptionOf } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { patiently } from "#testing/patiently.ts";
import { untilLockAwaited } from "#testing/while-locked.ts";
import { type Claimed, claim } from "./claim.ts";
import { grantPendingClaims } from "./grant-claims.ts";
import { placeClaim } from "./place-claim.ts";

const { db, owner, url } = await testDatabase();
const dayMs = 24 * 60 * 60 * 1000;

afterAll(async () => {
  await grantPendingClaims(db);
  await expectInvariants(db);
});

/** How often each outcome came: "claimed", the state that refused, or another status. */
function count(outcomes: readonly Claimed[]): Record<string, number> {
  const names = outcomes.map((outcome) => {
    if (outcome.status === "claimed") return outcome.replayed ? "replayed" : "claimed";
    return outcome.status === "not-available" ? outcome.state.status : outcome.status;
  });
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}

async function claimPatiently(account: string, campaign: string): Promise<Claimed> {
  const asked = claimOf(account, campaign);
  return await patiently(() => claim(db, asked));
}

async function availableOf(account: string): Promise<number> {
  return (await readBalance(db, account))?.available ?? -1;
}

test("a claim grants activity credits that end with the campaign's validity, and the same key grants them once", async () => {
  const [account, slug] = [await newPerson(db), await openCampaign(db)];
  const asked = claimOf(account, slug, { key: "once" });
  const first = await claim(db, asked);
  expect(first).toMatchObject({ status: "claimed", replayed: false, transaction: { type: "grant", amount: 10 } });
  expect(await claim(db, asked)).toEqual({ ...first, claim: expect.anything(), replayed: true });
  expect(count([await claim(db, claimOf(account, slug, { key: "another" }))])).toEqual({ done: 1 });
  expect(await claim(db, claimOf(account, await openCampaign(db), { key: "once" }))).toEqual({
    status: "idempotency-key-reused",
  });
  const [batch] = await db.select().from(creditBatches).where(eq(creditBatches.accountId, account));
  const sourceId = `${slug}:1:${account}`;
  expect(batch).toMatchObject({ kind: "activity", granted: 10, source: "campaign", sourceId, label: "An offer" });
  const days = ((batch?.expiresAt?.getTime() ?? 0) - (batch?.grantedAt.getTime() ?? 0)) / dayMs;
  expect(days).toBeGreaterThanOrEqual(7);
  expect(days).toBeLessThan(7.001);
});

test("200 parallel claims by 200 people on a budget for 100: exactly 100 grants, 100 refusals, and the budget is used", async () => {
  const slug = await openCampaign(db, { budget: 1_009 });
  const people = await Promise.all(Array.from({ length: 200 }, () => newPerson(db)));
  const outcomes = await Promise.all(people.map((account) => claimPatiently(account, slug)));
  const { claimed = 0, replayed = 0, ...refused } = count(outcomes);
  // A claim whose first response was lost is found again by its key.
  expect([claimed + replayed, refused]).toEqual([100, { "sold-out": 100 }]);
  expect(await readCampaignRow(db, slug)).toMatchObject({ claims: 100, creditsClaimed: 1_000 });
  const [batches] = await db.$client`select count(*)::int as n from credit_batches where source_id like ${`${slug}:%`}`;
  expect(batches?.n).toBe(100);
});

test("one person from three devices fifty times, each with a key of its own: one claim", async () => {
  const [account, slug] = [await newPerson(db), await openCampaign(db, { type: "check-in", limitPerPerson: null })];
  const devices = [db, openDatabase(url, { max: 4 }), openDatabase(url, { max: 4 })];
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, time) => {
      const asked = claimOf(account, slug);
      return patiently(() => claim(devices[time % 3] ?? db, asked));
    }),
  );
  const { claimed = 0, replayed = 0, done } = count(outcomes);
  expect([claimed + replayed, done]).toEqual([1, 49]);
  expect(await availableOf(account)).toBe(10);
  await Promise.all(devices.slice(1).map((device) => device.$client.end()));
});

test("two accounts of one mailbox race for a welcome: one gets it, and a later one does not", async () => {
  const slug = await openCampaign(db, { type: "welcome", amount: 15 });
  const name = randomUUID();
  const people = await Promise.all(
    [`${name}@gmail.com`, `${name}+a@gmail.com`, `${name.replaceAll("-", ".-")}@googlemail.com`].map((email) =>
      newPerson(db, { email }),
    ),
  );
  const outcomes = await Promise.all(people.map((account) => claim(db, claimOf(account, slug))));
  expect(count(outcomes)).toEqual({ claimed: 1, "not-for-you": 2 });
  // The account is deleted: the claim, without an address, stays.
  const [winner] = people.filter((_, index) => outcomes[index]?.status === "claimed");
  await owner`delete from users where id = ${winner ?? ""}`;
  const again = await newPerson(db, { email: `${name}+again@gmail.com` });
  expect(await claim(db, claimOf(again, slug))).toEqual({
    status: "not-available",
    state: { status: "not-for-you", because: "mailbox-used" },
  });
});

test("a process that dies between claim and grant: the retry completes it, or the job does, once", async () => {
  const slug = await openCampaign(db);
  const [retried, left] = [await newPerson(db), await newPerson(db)];
  const asked = claimOf(retried, slug);
  await placeClaim(db, asked);
  await placeClaim(db, claimOf(left, slug));
  expect([await availableOf(retried), await availableOf(left)]).toEqual([0, 0]);
  expect(await claim(db, asked)).toMatchObject({ status: "claimed", replayed: true, transaction: { amount: 10 } });
  expect(await Promise.all([grantPendingClaims(db), grantPendingClaims(db)])).toContain(1);
  expect([await availableOf(retried), await availableOf(left)]).toEqual([10, 10]);
  expect(await grantPendingClaims(db)).toBe(0);
});

test("a process that dies between the grant and its record: the job finds the grant again", async () => {
  const [account, slug] = [await newPerson(db), await openCampaign(db)];
  await claim(db, claimOf(account, slug));
  await db.update(campaignClaims).set({ grantedAt: null }).where(eq(campaignClaims.campaign, slug));
  expect(await grantPendingClaims(db)).toBe(1);
  expect(await availableOf(account)).toBe(10);
});

test("credits that begin later are granted then, for as long, and not before", async () => {
  const [account, slug] = [await newPerson(db), await openCampaign(db, { creditsFrom: new Date(Date.now() + dayMs) })];
  const asked = claimOf(account, slug);
  expect(await claim(db, asked)).toMatchObject({ status: "claimed", transaction: null });
  expect([await grantPendingClaims(db), await availableOf(account)]).toEqual([0, 0]);
  await db
    .update(campaignClaims)
    .set({ dueAt: new Date(Date.now() - 1) })
    .where(eq(campaignClaims.campaign, slug));
  expect([await grantPendingClaims(db), await availableOf(account)]).toEqual([1, 10]);
  expect(await claim(db, asked)).toMatchObject({ replayed: true, transaction: { amount: 10 } });
});

test("a campaign ends by the clock, for a claim that waits for it too", async () => {
  const [account, slug] = [await newPerson(db), await openCampaign(db)];
  const { answer } = await owner.begin(async (tx) => {
    await tx`select from campaigns where slug = ${slug} for update`;
    const waiting = claim(db, claimOf(account, slug));
    waiting.catch(() => undefined);
    const [own] = await tx`select pg_backend_pid() as pid`;
    await untilLockAwaited(owner, own?.pid);
    await tx`update campaigns set ends_at = clock_timestamp() where slug = ${slug}`;
    return { answer: waiting };
  });
  expect(count([await answer])).toEqual({ ended: 1 });
  expect(count([await claim(db, claimOf(await newPerson(db), slug))])).toEqual({ ended: 1 });
});

test.each([
  ["paused", { paused: true }, "paused"],
  ["not begun", { beginsAt: new Date(Date.now() + dayMs) }, "begins"],
  ["for subscribers", { audience: "subscribers" as const }, "not-for-you"],
])("a campaign that is %s takes nothing", async (_, changes, status) => {
  const [account, slug] = [await newPerson(db), await openCampaign(db, changes)];
  expect(count([await claim(db, claimOf(account, slug))])).toEqual({ [status]: 1 });
  expect(await readCampaignRow(db, slug)).toMatchObject({ claims: 0, creditsClaimed: 0 });
});

test("an edit changes what is claimed from then on, and nothing that was claimed", async () => {
  const [before, after, slug] = [await newPerson(db), await newPerson(db), await openCampaign(db)];
  const asked = claimOf(before, slug);
  await placeClaim(db, asked);
  await owner`update campaigns set amount = 25, valid_days = 30, name = 'More' where slug = ${slug}`;
  expect(await claim(db, asked)).toMatchObject({ transaction: { amount: 10, reason: "An offer" } });
  expect(await claim(db, claimOf(after, slug))).toMatchObject({ transaction: { amount: 25, reason: "More" } });
});

test("a single-use code is redeemed once among fifty people, and looks unknown to the others", async () => {
  const slug = await openCampaign(db, { type: "code" });
  await addCode(db, slug, "7KQM-W3XT-9BHF");
  const people = await Promise.all(Array.from({ length: 50 }, () => newPerson(db)));
  const outcomes = await Promise.all(people.map((account) => claim(db, redemptionOf(account, "7kqmw3xt9bhf"))));
  expect(count(outcomes)).toEqual({ claimed: 1, "code-unknown": 49 });
  expect(count([await claim(db, redemptionOf(await newPerson(db), "9999-9999"))])).toEqual({ "code-unknown": 1 });
});

test("a code for three people is redeemed by three, and by each of them once", async () => {
  const slug = await openCampaign(db, { type: "code", limitPerPerson: null });
  await addCode(db, slug, "WELCOME3", 3);
  const people = await Promise.all(Array.from({ length: 4 }, () => newPerson(db)));
  const first = people[0] ?? "";
  expect(count(await Promise.all([1, 2, 3].map(() => claim(db, redemptionOf(first, "welcome-3")))))).toEqual({
    claimed: 1,
    "code-redeemed": 2,
  });
  const others = await Promise.all(people.slice(1).map((account) => claim(db, redemptionOf(account, "WELCOME3"))));
  expect(count(others)).toEqual({ claimed: 2, "code-used-up": 1 });
  expect(await claim(db, claimOf(first, slug)), "only by its codes").toEqual({ status: "not-found", what: "campaign" });
});
