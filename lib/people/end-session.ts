import "server-only";
import { revokeDevicesOf } from "#db/queries/devices/devices.ts";
import { closeSession, closeSessionOf, closeSessionsOf } from "#db/queries/people/sessions.ts";
import { database } from "#lib/database.ts";
import { announceSignOut } from "#lib/live/announce.ts";

/** Ends one session, given by its hash. Its open pages are told at once. */
export async function endSession(tokenHash: string): Promise<void> {
  const userId = await closeSession(database(), tokenHash);
  if (userId !== null) await announceSignOut(database(), userId);
}

/** Ends one session of a user, given by its hash; a session of another user stays. Returns whether one ended. */
export async function endSessionOf(session: { userId: string; tokenHash: string }): Promise<boolean> {
  const was = await closeSessionOf(database(), session);
  await announceSignOut(database(), session.userId);
  return was;
}

/**
 * Signs a user out everywhere at one instant: every browser, or every one except one, every device, and what
 * was approved but not collected yet. Sessions end first, so that none of them approves a device meanwhile.
 */
export async function endEverythingOf(whose: { userId: string; except: string | null }): Promise<void> {
  await database().transaction(async (tx) => {
    await closeSessionsOf(tx, whose);
    await revokeDevicesOf(tx, whose.userId);
    await announceSignOut(tx, whose.userId);
  });
}
