import "server-only";
import { findPersonById } from "#db/queries/people/users.ts";
import { database } from "#lib/database.ts";
import { deviceEmail } from "#lib/mail/device-email.ts";
import { canSendEmail, sendEmail } from "#lib/mail/send-email.ts";
import { log } from "#lib/observability/log.ts";
import type { NewDevice } from "./collect-token.ts";
import { signOutUrl } from "./sign-out-link.ts";

/**
 * Emails the account holder that a device has just been signed in. An email that cannot be sent is logged and
 * changes nothing: the devices page shows the same.
 */
export async function tellOwner(device: NewDevice): Promise<void> {
  try {
    const person = await findPersonById(database(), device.userId);
    if (person === null || !canSendEmail()) return;
    const to = person.email;
    const { platform, version, address } = device;
    await sendEmail(deviceEmail({ to, platform, version, address, at: new Date(), url: signOutUrl(device.id) }));
  } catch (error) {
    log.warn({ err: error, device: device.id }, "The email about a device was not sent");
  }
}
