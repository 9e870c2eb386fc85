import "server-only";
import { insertDemoEmail } from "#db/queries/people/demo-emails.ts";
import { isDemo, settings } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { openSmtp } from "./smtp.ts";

/** An email to one user. `to` is an address that was checked. */
export interface Email {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Whether emails can be sent: to the outbox page in a demonstration, else over SMTP where it is configured. */
export function canSendEmail(): boolean {
  return isDemo() || settings().smtpUrl !== undefined;
}

/**
 * Sends an email; a demonstration only puts it in the outbox. @throws when the mail server does not accept it within 10
 * s.
 */
export async function sendEmail({ to, subject, text, html }: Email): Promise<void> {
  if (isDemo()) return await insertDemoEmail(database(), { to, subject, text, html });
  const { smtpUrl, mailFrom, sellerName, appUrl } = settings();
  if (smtpUrl === undefined) throw new Error("SMTP_URL is not set: no email can be sent.");
  const transport = openSmtp(smtpUrl);
  const from = mailFrom ?? { name: sellerName ?? "Purse", address: `no-reply@${new URL(appUrl).hostname}` };
  // Fixed options only: `raw`, file paths and URLs to fetch would be ways into the machine.
  await transport.sendMail({ from, to: { name: "", address: to }, subject, text, html });
}
