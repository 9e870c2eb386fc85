import { beforeAll, expect, test } from "vitest";
import { claim } from "#lib/campaigns/claim.ts";
import { evaluateReferrals } from "#lib/campaigns/evaluate-referrals.ts";
import { addCode, claimOf, newPerson, openCampaign, redemptionOf } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { joinBy, openReferral, settlePurchase } from "#testing/referrals.ts";
import { verify } from "./verify.ts";

const { db, owner } = await testDatabase();
const tables = ["referrals", "campaign_claims", "campaign_codes", "campaigns"];

beforeAll(async () => {
  const [offer, codes] = [await openCampaign(db, { limitInAll: 5 }), await openCampaign(db, { type: "code" })];
  await addCode(db, codes, "7KQM-W3XT");
  const person = await newPerson(db);
  await claim(db, claimOf(person, offer));
  await claim(db, redemptionOf(person, "7KQM-W3XT"));
  // Behind the others in the order in which breaches are reported.
  await openReferral(db, { slug: "z-referral", holdDays: 0 });
  for (const friend of [await joinBy(db, [person]), await joinBy(db, [person])]) await settlePurchase(db, friend);
  await evaluateReferrals(db);
  await expectInvariants(db);
  await owner`alter table campaigns drop constraint campaigns_within_limits`;
  await owner`alter table campaign_changes disable trigger user`;
  for (const table of tables) await owner`create table ${owner(`kept_${table}`)} as table ${owner(table)}`;
});

const lateClaim = "update campaign_claims set granted_at = null, due_at = due_at - interval '2 hours'";

test.each([
  ["claim 1", "update campaign_claims set credits = credits + 1"],
  ["claim 1", "update campaign_claims set valid_days = valid_days + 1"],
  ["claim 1", "update campaign_claims set refusal = 'invalid-request'"],
  ["claim 1", "update campaign_claims set due_at = due_at + interval '1 day'"],
  ["claim 1", "update campaign_claims set occurrence = '1x' where occurrence = '1'"],
  ["is due since", lateClaim],
  ["which was not claimed", "delete from campaign_claims where code is null"],
  ["has counted 2 claims", "update campaigns set claims = claims + 1"],
  ["has counted 1 claims of 9 credits", "update campaigns set credits_claimed = credits_claimed - 1"],
  ["has counted 1 claims", "update campaigns set limit_in_all = 1, claims = 1, budget = 5"],
  ["but the friend has a claim and the referrer a claim", "update referrals set state = 'qualified'"],
  [
    "but the friend has a claim and the referrer a claim",
    "update referrals set reward_due_at = reward_due_at + interval '1 day'",
  ],
  ["is of a referral, which there is not", "delete from referrals"],
  ["was rewarded for 2 friends", "update campaigns set most_per_month = 1 where type = 'referral'"],
  ["has counted 0 uses", "update campaign_codes set uses = 0"],
])("invariant 11 reports %s after: %s", async (says, statement) => {
  try {
    await owner.unsafe(statement);
    const finding = (await verify(db)).find(({ invariant }) => invariant === 11);
    expect(finding?.breach ?? "kept").toContain(says);
  } finally {
    await restore();
  }
  await expectInvariants(db);
});

/** Brings the tables back to what they were. */
async function restore(): Promise<void> {
  await owner.begin(async (tx) => {
    for (const table of tables) await tx`truncate ${tx(table)} cascade`;
    for (const table of tables.toReversed()) await tx`insert into ${tx(table)} select * from ${tx(`kept_${table}`)}`;
  });
}
