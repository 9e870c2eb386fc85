import "server-only";
import type { Db } from "#db/client.ts";
import {
  dropNews,
  type ReferralNews,
  type ReferralSide,
  readReferralNews,
  takeNews,
} from "#db/queries/campaigns/referral-news.ts";
import type { ReferralOutcome } from "#lib/mail/referral-email.ts";
import { referralEmail } from "#lib/mail/referral-email.ts";
import { canSendEmail, sendEmail } from "#lib/mail/send-email.ts";
import { log } from "#lib/observability/log.ts";

const newsARound = 500;
const sides = ["friend", "referrer"] as const;

/**
 * Emails both sides of referrals what came of them, each once. An email that cannot be sent is logged and tried again the next
 * time.
 */
export async function tellReferrals(db: Db): Promise<void> {
  if (!canSendEmail()) return;
  for (;;) {
    const all = await readReferralNews(db, newsARound);
    let told = 0;
    for (const news of all) for (const side of sides) if (await tell(db, news, side)) told += 1;
    if (all.length < newsARound || told === 0) return;
  }
}

/** Whether the side has been told, or there is nothing to tell. */
async function tell(db: Db, news: ReferralNews, side: ReferralSide): Promise<boolean> {
  const { friendId } = news.referral;
  if (!(await takeNews(db, friendId, side))) return false;
  const to = side === "friend" ? news.friendEmail : news.referrerEmail;
  const what = outcomeOf(news, side);
  if (to === null || what === null) return true;
  const credits = side === "friend" ? news.friendCredits : news.referrerCredits;
  try {
    await sendEmail(referralEmail({ to, what, campaign: news.campaign, credits: credits ?? 0, days: news.validDays }));
    return true;
  } catch (error) {
    await dropNews(db, friendId, side);
    log.warn({ err: error, friend: friendId }, "An email about a referral was not sent");
    return false;
  }
}

/** What an email to one side says; null when nothing came of it for that side. */
function outcomeOf({ referral, referrerCredits }: ReferralNews, side: ReferralSide): ReferralOutcome | null {
  const { state, reason, returnedAt } = referral;
  if (side === "friend") {
    if (returnedAt !== null) return "friend-returned";
    if (state === "refused") return reason === "sold-out" ? "friend-sold-out" : "friend-ended";
    return state === "waiting" ? null : "friend-added";
  }
  if (returnedAt !== null) return referrerCredits === null ? "referrer-lost" : "referrer-returned";
  switch (state) {
    case "waiting":
    case "qualified":
      return null;
    case "rewarded":
      return "referrer-added";
    case "unrewarded":
      return reason === "month-full" ? "referrer-month-full" : "referrer-sold-out";
    case "refused":
      return reason === "sold-out" ? "referrer-sold-out" : "referrer-ended";
  }
}
