import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { insertLink, isLinkOpen } from "#db/queries/sign-in-links.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { allow } from "#lib/limits/allow.ts";
import { sendLetter } from "#lib/mail/send-letter.ts";
import { signInLetter } from "#lib/mail/sign-in-letter.ts";

/** How long a mailed link can be used. */
export const linkMinutes = 30;

/** A mailed link was sent, or too many were asked for. */
export type LinkRequest = { status: "sent" } | { status: "limited"; retryAfterSeconds: number };

/**
 * Mails a sign-in link. Nobody is looked up, so that the answer and its time say nothing about who has an account.
 * At most 3 letters an address in 15 minutes and 20 a caller in an hour. Throws when the letter cannot be sent.
 */
export async function requestLink(
  { address, next, client }: { address: string; next: string; client: string },
  now = new Date(),
): Promise<LinkRequest> {
  const byClient = await allow({ key: `mail:from:${client}`, capacity: 20, perSeconds: 60 * 60 });
  if (byClient.status === "limited") return byClient;
  const byAddress = await allow({ key: `mail:to:${sha256(address)}`, capacity: 3, perSeconds: 15 * 60 });
  if (byAddress.status === "limited") return byAddress;

  const secret = randomBytes(32).toString("base64url");
  const expires = new Date(now.getTime() + linkMinutes * 60_000);
  await insertLink(database(), { identifier: address, token: linkHash(secret), expires });
  await sendLetter(signInLetter({ to: address, url: confirmUrl(address, secret, next), minutes: linkMinutes }));
  return { status: "sent" };
}

/** Whether a mailed link can still be used. Asking, as a mail scanner does by opening the page, does not use it up. */
export async function canUseLink({ address, secret }: { address: string; secret: string }): Promise<boolean> {
  return await isLinkOpen(database(), { identifier: address, token: linkHash(secret) });
}

/** The page that asks once more; the host is the configured one, whatever a request's headers say. */
function confirmUrl(address: string, token: string, next: string): string {
  return `${settings().appUrl}/sign-in/confirm?${new URLSearchParams({ token, email: address, next })}`;
}

/** What is kept of a link's secret: next-auth computes the same when the link is used. */
function linkHash(secret: string): string {
  return sha256(`${secret}${settings().authSecret}`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
