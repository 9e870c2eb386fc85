import "server-only";
import { createTranslator } from "next-intl";
import { settings } from "#lib/config/settings.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { messages } from "#lib/i18n/messages.ts";
import { composeEmail } from "./compose-email.ts";
import type { Email } from "./send-email.ts";

/** What came of a referral, for the side that is told. */
export type ReferralOutcome =
  | "friend-added"
  | "friend-ended"
  | "friend-sold-out"
  | "friend-returned"
  | "referrer-added"
  | "referrer-month-full"
  | "referrer-sold-out"
  | "referrer-ended"
  | "referrer-lost"
  | "referrer-returned";

/** The email about a referral to one of its sides. It never names the other one. */
export function referralEmail(news: {
  to: string;
  what: ReferralOutcome;
  campaign: string;
  /** Whole credits that this side was given; 0 when it was given none. */
  credits: number;
  /** How many days they are valid. */
  days: number;
}): Email {
  const { to, what, campaign, credits: count, days } = news;
  const t = createTranslator({ locale: "en", messages, namespace: "emails.referral" });
  const values = { campaign, credits: formatCredits(count, "en"), count, days };
  return composeEmail({
    to,
    subject: t(`${what}.subject`, values),
    lines: [t("greeting"), t(`${what}.text`, values)],
    button: { url: `${settings().appUrl}/profile/credits/earn`, label: t("button") },
    after: [],
  });
}
