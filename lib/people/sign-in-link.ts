import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { insertLink, isLinkOpen } from "#db/queries/people/sign-in-links.ts";
import { allowAll, type Bucket, type Limit } from "#lib/api/http/allow.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { sendEmail } from "#lib/mail/send-email.ts";
import { signInEmail } from "#lib/mail/sign-in-email.ts";
import { type Browser, mailboxMark } from "./browser-cookie.ts";

/** How long an emailed link is valid. */
export const linkMinutes = 30;

/** A link was sent, or too many were requested. */
export type LinkRequest = { status: "sent" } | { status: "limited"; retryAfterSeconds: number };

/**
 * Emails a sign-in link. No user is looked up, so that the response and its timing do not reveal who has an account.
 * `limitsOf` has the limits. @throws when the email cannot be sent.
 */
export async function requestLink(
  { address, next, network, browser }: { address: string; next: string; network: string; browser: Browser },
  now = new Date(),
): Promise<LinkRequest> {
  const allowance = await allowAll(limitsOf({ address, network, browser }));
  if (allowance.status === "limited") return allowance;

  const secret = randomBytes(32).toString("base64url");
  const expires = new Date(now.getTime() + linkMinutes * 60_000);
  await insertLink(database(), { identifier: address, token: linkHash(secret), expires });
  await sendEmail(signInEmail({ to: address, url: confirmUrl(address, secret, next), minutes: linkMinutes }));
  return { status: "sent" };
}

/**
 * The strict limit is for one browser and one mailbox. A browser that this mailbox has signed in before has no other
 * limit, so that requests by others never make its owner wait there. Other browsers share buckets that refill: one per
 * mailbox, against a flood from many browsers and networks; one per mailbox and network, so that one network alone
 * never empties the mailbox's bucket; and one per network, against emails to many mailboxes. A new browser waits a few
 * minutes at most, and a school behind one address gets a hundred links at once.
 */
function limitsOf({ address, network, browser }: { address: string; network: string; browser: Browser }) {
  const to = `mail:to:${sha256(address)}`;
  const tight: Limit = { key: `${to}:browser:${browser.id}`, capacity: 3, perSeconds: 15 * 60 };
  const shared: Bucket[] = [
    { key: `mail:from:${network}`, capacity: 100, secondsEach: 10 },
    { key: `${to}:from:${network}`, capacity: 5, secondsEach: 5 * 60 },
    { key: to, capacity: 15, secondsEach: 3 * 60 },
  ];
  return browser.mailbox === mailboxMark(address) ? [tight] : [...shared, tight];
}

/** Whether an emailed link is still valid. Checking does not use it up: mail scanners open the page too. */
export async function canUseLink({ address, secret }: { address: string; secret: string }): Promise<boolean> {
  return await isLinkOpen(database(), { identifier: address, token: linkHash(secret) });
}

/** The page that asks for confirmation; the host is the configured one, whatever a request's headers say. */
function confirmUrl(address: string, token: string, next: string): string {
  return `${settings().appUrl}/sign-in/confirm?${new URLSearchParams({ token, email: address, next })}`;
}

/** What is stored of a link's secret; next-auth computes the same when the link is used. */
function linkHash(secret: string): string {
  return sha256(`${secret}${settings().authSecret}`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
