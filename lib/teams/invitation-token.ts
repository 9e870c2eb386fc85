import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { normaliseMailbox } from "#lib/campaigns/mailbox.ts";
import { sign } from "#lib/devices/sign.ts";

/** A new invitation's secret, 256 random bits; only the link in its email has it. */
export function newInvitationToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What the table stores of an invitation's secret. */
export function hashInvitationToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** What is kept of a mailbox that wants no invitations. */
export function refusalHash(address: string): string {
  return sign("team-mailbox", normaliseMailbox(address));
}
