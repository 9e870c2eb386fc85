import "server-only";
import type { Db } from "#db/client.ts";
import { readFriendsWithCreditsLeft } from "#db/queries/campaigns/referral-credits.ts";
import {
  type ReferralPlace,
  readDueFriends,
  readReferralRow,
  readWaitingFriends,
} from "#db/queries/campaigns/referrals.ts";
import { readClock } from "#db/queries/clock.ts";
import { log } from "#lib/observability/log.ts";
import { followReturn } from "./follow-return.ts";
import { qualifyFriend } from "./qualify-friend.ts";
import { rewardReferrer } from "./reward-referrer.ts";
import { tellReferrals } from "./tell-referrals.ts";

const friendsARound = 500;

/**
 * The nightly job: gives waiting friends who qualified their credits, and referrers theirs after the holding time; takes back
 * what came back to returned referrals; and emails both sides what came of it. A referral that fails is logged and tried again
 * the next night. Returns how many failed.
 */
export async function evaluateReferrals(db: Db): Promise<{ failed: number }> {
  let failed = 0;
  const attempt = async (friend: string, step: (friend: string) => Promise<void>) => {
    try {
      await step(friend);
    } catch (error) {
      failed += 1;
      log.warn({ err: error, friend }, "A referral was not evaluated");
    }
  };
  for (let after: ReferralPlace | null = null; ; ) {
    const round: ReferralPlace[] = await readWaitingFriends(db, { after, limit: friendsARound });
    for (const { friendId } of round) await attempt(friendId, (friend) => qualifyFriend(db, friend));
    after = round.at(-1) ?? null;
    if (round.length < friendsARound) break;
  }
  for (const friend of await readDueFriends(db, await readClock(db)))
    await attempt(friend, () => rewardReferrer(db, friend));
  for (const friend of await readFriendsWithCreditsLeft(db)) await attempt(friend, () => takeRest(db, friend));
  await tellReferrals(db);
  return { failed };
}

async function takeRest(db: Db, friend: string): Promise<void> {
  const purchase = (await readReferralRow(db, friend))?.purchase ?? null;
  if (purchase !== null) await followReturn(db, { friend, purchase });
}
