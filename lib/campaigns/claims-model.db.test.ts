import fc from "fast-check";
import { expect, test } from "vitest";
import { readCampaignRow } from "#db/queries/campaigns/campaigns.ts";
import { claimOf, newPerson, openCampaign } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { editCampaign } from "./change-campaign.ts";
import { claim } from "./claim.ts";
import { grantPendingClaims } from "./grant-claims.ts";
import { type ClaimRequest, placeClaim } from "./place-claim.ts";

const { db } = await testDatabase();
const by = { actor: "operator:test", reason: "a test" };
const perPerson = 2;

const person = fc.nat(4);
const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constantFrom("claim", "die-before-grant"), person }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("claim-in-parallel"), person }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom("retry-all", "job"), person }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constantFrom("pause", "resume", "edit-amount", "edit-budget"), person }),
  },
);

test("random claims, pauses, edits, crashes and retries: limits and budget hold, and each claim has one grant", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 10, maxLength: 25 }), async (operations) => {
      const slug = await openCampaign(db, { limitPerPerson: perPerson, limitInAll: 7, budget: 65 });
      const people = await Promise.all(Array.from({ length: 5 }, () => newPerson(db)));
      const asked: ClaimRequest[] = [];
      for (const { what, person: number } of operations) {
        const next = () => {
          const request = claimOf(people[number] ?? "", slug);
          asked.push(request);
          return request;
        };
        if (what === "claim") await claim(db, next());
        else if (what === "die-before-grant") await placeClaim(db, next());
        else if (what === "claim-in-parallel") await Promise.all([next(), next(), next()].map((one) => claim(db, one)));
        else if (what === "retry-all") await Promise.all(asked.map((one) => claim(db, one)));
        else if (what === "job") await grantPendingClaims(db);
        else if (what === "pause" || what === "resume") await editCampaign(db, slug, { paused: what === "pause" }, by);
        else if (what === "edit-amount") await editCampaign(db, slug, { amount: 5 + number }, by);
        else await editCampaign(db, slug, { budget: 40 + 10 * number }, by);
      }
      await Promise.all([grantPendingClaims(db), grantPendingClaims(db)]);

      const campaign = await readCampaignRow(db, slug);
      if (campaign === null) throw new Error("the campaign vanished");
      expect(campaign.claims).toBeLessThanOrEqual(7);
      expect(campaign.creditsClaimed).toBeLessThanOrEqual(campaign.budget ?? 0);
      const [most] = await db.$client`
        select max(claims)::int as claims, sum(claims)::int as all, sum(granted)::int as granted from (
          select account_id, count(*) as claims, count(granted_at) as granted from campaign_claims
          where campaign = ${slug} group by 1) one`;
      expect(most?.claims ?? 0).toBeLessThanOrEqual(perPerson);
      expect(most?.all ?? 0).toBe(campaign.claims);
      expect(most?.granted ?? 0).toBe(campaign.claims);
      await expectInvariants(db);
    }),
    { numRuns: 6, endOnFailure: true },
  );
});
