import type { Tx } from "#db/client.ts";
import {
  countDemoClaims,
  insertDemoCampaigns,
  insertDemoClaims,
  insertDemoReferrals,
  type NewCampaign,
} from "#db/queries/campaigns/demo-campaigns.ts";
import { hashCode, normaliseCode } from "#lib/campaigns/code.ts";
import { claimRowOf } from "./claim.ts";
import { referralsOfMina } from "./friends.ts";
import type { DemoPerson } from "./person.ts";
import { addDays, nextFullHour, startOfDay } from "./story.ts";

/**
 * Adds the campaigns of a demonstration, as far as they are missing, and the claims of users that were added: a welcome, a
 * daily check-in, a challenge that ends in two days, an offer with nothing left, the code WELCOME25, and a referral with friends
 * in each state.
 */
export async function seedCampaigns(tx: Tx, fresh: readonly DemoPerson[], now: Date): Promise<void> {
  const code = { hash: hashCode(normaliseCode("WELCOME25") ?? ""), campaign: "welcome-code", mostUses: 10_000 };
  await insertDemoCampaigns(tx, campaignsAt(now), code);
  await insertDemoClaims(
    tx,
    fresh.flatMap((person) => person.claims(now).map((claim) => claimRowOf(person.id, claim))),
  );
  const joined = new Set(fresh.map(({ id }) => id));
  await insertDemoReferrals(
    tx,
    referralsOfMina(now).filter(({ friendId }) => joined.has(friendId)),
  );
  await countDemoClaims(tx);
}

function campaignsAt(now: Date): NewCampaign[] {
  const running = { beginsAt: addDays(startOfDay(now), -70), timeZone: "UTC", audience: "everyone" } as const;
  const once = { ...running, limitPerPerson: 1 };
  return [
    {
      slug: "welcome",
      type: "welcome",
      name: "Welcome gift",
      description: "A welcome for new people.",
      amount: 15,
      validDays: 14,
      ...once,
    },
    {
      slug: "check-in",
      type: "check-in",
      name: "Daily check-in",
      description: "Check in once a day.",
      amount: 10,
      weekBonus: 30,
      validDays: 7,
      ...running,
    },
    {
      slug: "summer-challenge",
      type: "challenge",
      name: "Summer challenge",
      description: "Take part and get credits.",
      amount: 60,
      validDays: 14,
      budget: 60_000,
      endsAt: nextFullHour(addDays(now, 2)),
      ...once,
    },
    {
      slug: "community-week",
      type: "offer",
      name: "Community week",
      description: "First come, first served.",
      amount: 40,
      validDays: 14,
      limitInAll: 1,
      ...once,
    },
    {
      slug: "welcome-code",
      type: "code",
      name: "Welcome code",
      description: "Enter the code to claim it.",
      amount: 25,
      validDays: 14,
      ...once,
    },
    {
      slug: "invite-a-friend",
      type: "referral",
      name: "Invite a friend",
      description: "Send your link to friends who don't have an account.",
      amount: 30,
      referrerAmount: 40,
      validDays: 30,
      holdDays: 14,
      mostPerMonth: 2,
      qualifiesBy: "purchase",
      ...running,
    },
  ];
}
