import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { readReferralRow } from "#db/queries/campaigns/referrals.ts";
import { campaigns } from "#db/schema/campaigns.ts";
import { creditBatches } from "#db/schema/credits.ts";
import { demoEmails } from "#db/schema/people.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { openAccount } from "#lib/people/open-account.ts";
import { provePerson } from "#lib/people/prove-person.ts";
import { spendOf } from "#testing/accounts.ts";
import { claimOf, newPerson, openCampaign } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { joinBy, openReferral, passDays, settlePurchase } from "#testing/referrals.ts";
import { claim } from "./claim.ts";
import { evaluateReferrals } from "./evaluate-referrals.ts";
import { grantPendingClaims } from "./grant-claims.ts";
import { findInvitation, readOwnCode } from "./invitation.ts";
import { readOwnInvitation, readSharing } from "./list-referrals.ts";
import { qualifyFriend } from "./qualify-friend.ts";
import { rewardReferrer } from "./reward-referrer.ts";

const { db, owner } = await testDatabase();

afterAll(async () => {
  await grantPendingClaims(db);
  await expectInvariants(db);
});

/** Ends what other tests opened, so that this test's campaign is the one that runs. */
async function openOnly(changes: Parameters<typeof openReferral>[1] = {}): Promise<string> {
  await owner`update campaigns set ends_at = least(ends_at, begins_at) where type = 'referral'`;
  await owner`delete from referrals where state = 'waiting'`;
  return await openReferral(db, changes);
}

async function activityOf(account: string): Promise<number> {
  return (await readBalance(db, account))?.byKind.activity ?? -1;
}

async function emailsTo(account: string): Promise<string[]> {
  const [user] = await owner`select email from users where id = ${account}`;
  const emails = await db.select().from(demoEmails).where(eq(demoEmails.to, user?.email)).orderBy(demoEmails.at);
  return emails.map(({ subject }) => subject);
}

test("a friend's first purchase brings the friend's credits at once, and the referrer's after the holding time, once", async () => {
  const slug = await openOnly();
  const referrer = await newPerson(db);
  const friend = await joinBy(db, [referrer]);
  expect(await readOwnInvitation(db, friend)).toMatchObject({ standing: { status: "waiting" }, credits: 30 });
  await evaluateReferrals(db);
  expect([await activityOf(friend), await activityOf(referrer)]).toEqual([0, 0]);

  await Promise.all([settlePurchase(db, friend), settlePurchase(db, friend)]);
  expect([await activityOf(friend), await activityOf(referrer)]).toEqual([30, 0]);
  await Promise.all([evaluateReferrals(db), rewardReferrer(db, friend), qualifyFriend(db, friend)]);
  expect([await activityOf(friend), await activityOf(referrer)]).toEqual([30, 0]);

  await passDays(db, friend, 13);
  await evaluateReferrals(db);
  expect(await activityOf(referrer)).toBe(0);
  await passDays(db, friend, 1);
  await Promise.all([evaluateReferrals(db), evaluateReferrals(db), rewardReferrer(db, friend)]);
  await evaluateReferrals(db);
  expect([await activityOf(friend), await activityOf(referrer)]).toEqual([30, 40]);
  const batches = await db.select().from(creditBatches).where(eq(creditBatches.source, "campaign"));
  expect(
    batches
      .map(({ sourceId }) => sourceId)
      .filter((id) => id?.startsWith(slug))
      .sort(),
  ).toEqual([`${slug}:${friend}:${referrer}`, `${slug}:joined:${friend}`].sort());
  expect(await emailsTo(friend)).toEqual(["30 credits added for your invitation"]);
  expect(await emailsTo(referrer)).toEqual(["40 credits added for inviting a friend"]);
});

test("both sides see what the reward waits for, without the other's address", async () => {
  const slug = await openOnly({ mostPerMonth: 5 });
  const referrer = await newPerson(db, { name: "Ada" });
  const friend = await joinBy(db, [referrer]);
  const [campaign] = await db.select().from(campaigns).where(eq(campaigns.slug, slug));
  if (campaign === undefined) throw new Error("the campaign is missing");
  const sharing = async () => await readSharing(db, referrer, { campaign, now: new Date() });
  const { code, friends, month } = await sharing();
  expect({ friends, month }).toEqual({
    friends: [{ id: friend, joinedAt: expect.any(Date), standing: { status: "waiting" } }],
    month: { friends: 0, credits: 0 },
  });
  expect(await findInvitation(db, `${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`)).toMatchObject({ name: "Ada" });
  expect(await findInvitation(db, "7KQMW3XT9B")).toBeNull();
  expect(await findInvitation(db, "'; drop table users; --")).toBeNull();
  await settlePurchase(db, friend);
  expect((await sharing()).friends[0]?.standing).toMatchObject({ status: "holding", until: expect.any(Date) });
  expect((await readOwnInvitation(db, friend))?.standing).toEqual({ status: "rewarded", credits: 30 });
  await passDays(db, friend, 14);
  await evaluateReferrals(db);
  expect(await sharing()).toMatchObject({ friends: [{ standing: { status: "rewarded", credits: 40 } }] });
});

test("a first use qualifies a friend where the campaign says so", async () => {
  await openOnly({ qualifiesBy: "use", holdDays: 0 });
  const gift = await openCampaign(db);
  const referrer = await newPerson(db);
  const friend = await joinBy(db, [referrer]);
  await claim(db, claimOf(friend, gift));
  await evaluateReferrals(db);
  expect(await activityOf(friend)).toBe(10);
  await commitOne(db, spendOf(friend, 1));
  await evaluateReferrals(db);
  expect([await activityOf(friend), await activityOf(referrer)]).toEqual([39, 40]);
});

test("the first code of a browser wins, unknown ones before it do not count", async () => {
  await openOnly();
  const [first, second] = [await newPerson(db), await newPerson(db)];
  const codes = ["XXXXXXXXXX", await readOwnCode(db, first), await readOwnCode(db, second)];
  const address = `${randomUUID()}@example.com`;
  const friend = await provePerson(db, { address, name: null, identity: null, referralCodes: codes });
  expect(await readReferralRow(db, friend)).toMatchObject({ referrerId: first, state: "waiting" });
});

test("people who have an account never qualify, also one that a back end opened and nobody has proved yet", async () => {
  await openOnly();
  const referrer = await newPerson(db);
  const address = `${randomUUID()}@example.com`;
  const { id } = await openAccount(db, address);
  expect(await joinBy(db, [referrer], address)).toBe(id);
  expect(await joinBy(db, [referrer], address)).toBe(id);
  expect(await readReferralRow(db, id)).toBeNull();
});

test.each([
  ["paused", { paused: true }],
  ["ended", { endsAt: new Date(Date.now() - 1) }],
  ["not begun", { beginsAt: new Date(Date.now() + 3_600_000) }],
  ["sold out", { budget: 69 }],
  ["for subscribers", { audience: "subscribers" as const }],
])("nobody joins by a referral campaign that is %s", async (_, changes) => {
  await openOnly(changes);
  const friend = await joinBy(db, [await newPerson(db)]);
  expect(await readReferralRow(db, friend)).toBeNull();
});

test("a referrer gets credits for so many friends a month, of ten who are due at once, and the others say why not", async () => {
  const slug = await openOnly({ mostPerMonth: 3 });
  const referrer = await newPerson(db);
  const friends = await Promise.all(Array.from({ length: 10 }, () => joinBy(db, [referrer])));
  for (const friend of friends) await settlePurchase(db, friend);
  const due = async (at: string, whose: string) =>
    await owner`update referrals set reward_due_at = ${at}, qualified_at = ${at}, joined_at = ${at} where friend_id = ${whose}`;
  for (const friend of friends) await due("2026-03-31T12:00Z", friend);
  await Promise.all(friends.map((friend) => rewardReferrer(db, friend)));
  expect(await activityOf(referrer)).toBe(120);
  const states =
    await owner`select state, reason, count(*)::int from referrals where campaign = ${slug} group by 1, 2 order by 1`;
  expect(states.map((row) => Object.values(row))).toEqual([
    ["rewarded", null, 3],
    ["unrewarded", "month-full", 7],
  ]);
  // The next month has a limit of its own.
  const late = await joinBy(db, [referrer]);
  await settlePurchase(db, late);
  await due("2026-04-01T00:00Z", late);
  await rewardReferrer(db, late);
  expect(await activityOf(referrer)).toBe(160);
});

test("limits and budget hold for both sides: what is left pays for the friend, and the referrer is told", async () => {
  const slug = await openOnly({ budget: 130 });
  const referrer = await newPerson(db);
  const friends = [await joinBy(db, [referrer]), await joinBy(db, [referrer]), await joinBy(db, [referrer])];
  for (const friend of friends) await settlePurchase(db, friend);
  for (const friend of friends) await passDays(db, friend, 14);
  await evaluateReferrals(db);
  expect(await activityOf(referrer)).toBe(40);
  const [campaign] = await owner`select claims, credits_claimed::int from campaigns where slug = ${slug}`;
  expect(campaign).toEqual({ claims: 4, credits_claimed: 130 });
  expect((await emailsTo(referrer)).sort()).toEqual([
    "40 credits added for inviting a friend",
    "Nothing is left for your invitation",
    "Nothing is left for your invitation",
  ]);
});

test("a referral whose campaign ends first is refused and both are told; one that qualified before is rewarded after it", async () => {
  const slug = await openOnly();
  const referrer = await newPerson(db);
  const [late, inTime] = [await joinBy(db, [referrer]), await joinBy(db, [referrer])];
  await settlePurchase(db, inTime);
  await passDays(db, inTime, 14);
  await owner`update campaigns set ends_at = clock_timestamp() where slug = ${slug}`;
  await settlePurchase(db, late);
  await evaluateReferrals(db);
  expect([await activityOf(inTime), await activityOf(late), await activityOf(referrer)]).toEqual([30, 0, 40]);
  expect(await readReferralRow(db, late)).toMatchObject({ state: "refused", reason: "campaign-ended" });
  expect(await emailsTo(late)).toEqual(["Your invitation has ended"]);
  expect(await emailsTo(referrer)).toContain("An invitation of yours has ended");
});

test("while a campaign is paused, friends and referrers wait", async () => {
  const slug = await openOnly();
  const referrer = await newPerson(db);
  const [one, other] = [await joinBy(db, [referrer]), await joinBy(db, [referrer])];
  await settlePurchase(db, one);
  await passDays(db, one, 14);
  await owner`update campaigns set paused = true where slug = ${slug}`;
  await settlePurchase(db, other);
  await evaluateReferrals(db);
  expect([await activityOf(one), await activityOf(other), await activityOf(referrer)]).toEqual([30, 0, 0]);
  await owner`update campaigns set paused = false where slug = ${slug}`;
  await evaluateReferrals(db);
  expect([await activityOf(one), await activityOf(other), await activityOf(referrer)]).toEqual([30, 30, 40]);
});

test("nothing of a referral campaign can be claimed by a call", async () => {
  const slug = await openOnly();
  expect(await claim(db, claimOf(await newPerson(db), slug))).toEqual({
    status: "not-available",
    state: { status: "waiting-for-friend" },
  });
});

test("a process that dies between a referral's claim and its grant: the job grants it, once", async () => {
  const slug = await openOnly();
  const friend = await joinBy(db, [await newPerson(db)]);
  await settlePurchase(db, friend);
  await owner`update campaign_claims set granted_at = null where campaign = ${slug}`;
  expect(await grantPendingClaims(db)).toBe(1);
  expect(await activityOf(friend)).toBe(30);
});
