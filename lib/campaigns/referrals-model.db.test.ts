import fc from "fast-check";
import { expect, test } from "vitest";
import { readCampaignRow } from "#db/queries/campaigns/campaigns.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { spendOf } from "#testing/accounts.ts";
import { newPerson } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { joinBy, openReferral, passDays, returnMoney, settlePurchase } from "#testing/referrals.ts";
import { seeded } from "#testing/seed.ts";
import { editCampaign } from "./change-campaign.ts";
import { evaluateReferrals } from "./evaluate-referrals.ts";
import { followReturn } from "./follow-return.ts";
import { grantPendingClaims } from "./grant-claims.ts";

const { db, owner } = await testDatabase();
const by = { actor: "operator:test", reason: "a test" };

const operation = fc.record({
  what: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("join", "buy", "evaluate", "pass-days") },
    { weight: 2, arbitrary: fc.constantFrom("refund", "refund-fails", "use") },
    { weight: 1, arbitrary: fc.constantFrom("pause", "resume", "die-before-grant", "lower-limit") },
  ),
  who: fc.nat(7),
});

test("random invitations, purchases, refunds, edits, crashes and nights: limits and budget hold, each claim has one grant, and nobody owes for a reward", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 15, maxLength: 30 }), async (operations) => {
      await owner`update campaigns set ends_at = begins_at where type = 'referral'`;
      const slug = await openReferral(db, { budget: 250, mostPerMonth: 2 });
      const referrers = [await newPerson(db), await newPerson(db)];
      const friends: string[] = [];
      const bought: { friend: string; order: string }[] = [];
      for (const { what, who } of operations) {
        const friend = friends[who % Math.max(1, friends.length)];
        const purchase = bought[who % Math.max(1, bought.length)];
        if (what === "join") friends.push(await joinBy(db, [referrers[who % 2] ?? ""]));
        else if (what === "buy" && friend) bought.push({ friend, order: await settlePurchase(db, friend) });
        else if (what === "pass-days" && friend) await passDays(db, friend, 14);
        else if (what === "use" && friend) await commitOne(db, spendOf(friend, 1 + who));
        else if ((what === "refund" || what === "refund-fails") && purchase) {
          await returnMoney(db, purchase.order, what === "refund" ? 100 + who : 0);
          const following = { friend: purchase.friend, purchase: purchase.order };
          await Promise.all([followReturn(db, following), followReturn(db, following)]);
        } else if (what === "evaluate") await Promise.all([evaluateReferrals(db), evaluateReferrals(db)]);
        else if (what === "pause" || what === "resume") await editCampaign(db, slug, { paused: what === "pause" }, by);
        else if (what === "lower-limit") await editCampaign(db, slug, { mostPerMonth: 1 }, by);
        else if (what === "die-before-grant")
          await owner`update campaign_claims set granted_at = null where campaign = ${slug} and due_at < clock_timestamp()`;
      }
      await Promise.all([evaluateReferrals(db), grantPendingClaims(db)]);

      const campaign = await readCampaignRow(db, slug);
      expect(campaign?.creditsClaimed ?? 0).toBeLessThanOrEqual(250);
      const [most] = await owner`select max(n)::int as n from (select count(*) as n from referrals
        where campaign = ${slug} and state = 'rewarded' group by referrer_id, date_trunc('month', reward_due_at)) one`;
      expect(most?.n ?? 0).toBeLessThanOrEqual(2);
      const owed =
        await owner`select account_id, number, owed from credit_batches where source = 'campaign' and owed > 0`;
      expect(owed).toEqual([]);
      await expectInvariants(db);
    }),
    { ...seeded(6), endOnFailure: true },
  );
});
