import "server-only";
import { revokeDevicesOf } from "#db/queries/devices/devices.ts";
import { closeSession, closeSessionOf, closeSessionsOf } from "#db/queries/people/sessions.ts";
import { database } from "#lib/database.ts";
import { announceSignOut } from "#lib/live/announce.ts";

/** Ends one session, given by its hash, now: pages that it has open anywhere hear of it at once. */
export async function endSession(tokenHash: string): Promise<void> {
  const userId = await closeSession(database(), tokenHash);
  if (userId !== null) await announceSignOut(database(), userId);
}

/** Ends one session of a person, given by its hash; somebody else's stays. Answers whether there was one. */
export async function endSessionOf(session: { userId: string; tokenHash: string }): Promise<boolean> {
  const was = await closeSessionOf(database(), session);
  await announceSignOut(database(), session.userId);
  return was;
}

/**
 * Ends all that a person is signed in with, at one instant: every browser, or every one but one, every device, and what
 * they approved that no device has collected yet. Sessions end first, so that none of them approves a device meanwhile.
 */
export async function endEverythingOf(whose: { userId: string; except: string | null }): Promise<void> {
  await database().transaction(async (tx) => {
    await closeSessionsOf(tx, whose);
    await revokeDevicesOf(tx, whose.userId);
    await announceSignOut(tx, whose.userId);
  });
}
