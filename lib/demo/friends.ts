import type { NewReferral } from "#db/queries/campaigns/demo-campaigns.ts";
import type { RevokeCommand } from "#lib/credits/command.ts";
import type { Step } from "#lib/ledger/commit/commit-history.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { type DemoClaim, grantsOf } from "./claim.ts";
import type { DemoPerson } from "./person.ts";
import { addDays, startOfDay, storyOf } from "./story.ts";

/** The account of Mina, who invited them all. */
const referrerId = "0e8a3b52-6f1c-4d27-9a40-5b8e17c3d202";
const label = "Invite a friend";
const [friendCredits, referrerCredits, validDays, holdDays] = [30, 40, 30, 14];

/** A friend of Mina, a day counted from today: when they joined, and when their first purchase was. */
interface Friend {
  number: number;
  joined: number;
  qualified: number | null;
  state: NewReferral["state"];
  reason?: NewReferral["reason"];
  /** Since when their payment is returned. */
  returned?: number;
}

/** A referral in each state. Two friends and the month's limit of two are of one day, so that the third came too late. */
const friends: readonly Friend[] = [
  { number: 1, joined: -2, qualified: null, state: "waiting" },
  { number: 2, joined: -9, qualified: -5, state: "qualified" },
  { number: 3, joined: -62, qualified: -54, state: "rewarded" },
  { number: 4, joined: -60, qualified: -54, state: "rewarded" },
  { number: 5, joined: -58, qualified: -54, state: "unrewarded", reason: "month-full" },
  { number: 6, joined: -20, qualified: null, state: "refused", reason: "known-mailbox" },
  { number: 7, joined: -12, qualified: -8, state: "qualified", returned: -3 },
];

/** Users whom Mina invited, who are not on the sign-in page. */
export const friendsOfMina: readonly DemoPerson[] = friends.map((friend) => {
  const id = idOf(friend);
  return {
    id,
    slug: null,
    name: `Friend ${friend.number}`,
    email: `friend-${friend.number}@example.com`,
    claims: (now) => claimsOf(friend, now),
    purchases: () => ({ plan: null, packs: [] }),
    history: (now) => [...grantsOf(id, storyOf(id), claimsOf(friend, now)), ...returnOf(friend, now)],
  };
});

/** What Mina has from those whose holding time is over. */
export function rewardsOfMina(now: Date): DemoClaim[] {
  return friends
    .filter(({ state }) => state === "rewarded")
    .map((friend) => {
      const at = addDays(dayOf(now, friend.qualified ?? 0), holdDays);
      return { campaign: "invite-a-friend", occurrence: idOf(friend), at, credits: referrerCredits, validDays, label };
    });
}

/** The referrals of Mina's friends. */
export function referralsOfMina(now: Date): NewReferral[] {
  return friends.map((friend) => {
    const { joined, qualified, state, reason, returned } = friend;
    const at = qualified === null ? null : dayOf(now, qualified);
    return {
      ...{ friendId: idOf(friend), referrerId, campaign: "invite-a-friend", state, reason },
      joinedAt: dayOf(now, joined),
      qualifiedAt: at,
      rewardDueAt: at && addDays(at, holdDays),
      returnedAt: returned === undefined ? null : dayOf(now, returned),
    };
  });
}

function idOf({ number }: Friend): string {
  return `0e8a3b52-6f1c-4d27-9a40-5b8e17c3d3${String(number).padStart(2, "0")}`;
}

/** Morning of a day counted from today. */
function dayOf(now: Date, days: number): Date {
  return addDays(startOfDay(now), days - 0.6);
}

function claimsOf(friend: Friend, now: Date): DemoClaim[] {
  if (friend.qualified === null) return [];
  const at = dayOf(now, friend.qualified);
  return [{ campaign: "invite-a-friend", occurrence: "joined", at, credits: friendCredits, validDays, label }];
}

function returnOf(friend: Friend, now: Date): Step[] {
  if (friend.returned === undefined) return [];
  const command: RevokeCommand = {
    type: "revoke",
    account: idOf(friend),
    batch: 1,
    target: friendCredits,
    reason: label,
    reference: "referral:invite-a-friend",
    request: requestKey("jobs", "demo-return", { method: "POST", path: "/demo", body: {} }),
    actor: "campaign",
    platform: null,
  };
  return [{ now: dayOf(now, friend.returned), command }];
}
