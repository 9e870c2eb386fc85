import "server-only";
import { closeSession, closeSessionOf, closeSessionsOf } from "#db/queries/close-session.ts";
import { database } from "#lib/database.ts";
import { announceSignOut } from "#lib/realtime/announce.ts";

/** Ends one session, given by its hash, now: pages that it has open anywhere hear of it at once. */
export async function endSession(tokenHash: string): Promise<void> {
  const userId = await closeSession(database(), tokenHash);
  if (userId !== null) await announceSignOut(database(), userId);
}

/** Ends one session of a person, given by its hash; somebody else's stays. */
export async function endSessionOf(session: { userId: string; tokenHash: string }): Promise<void> {
  await closeSessionOf(database(), session);
  await announceSignOut(database(), session.userId);
}

/** Ends all sessions of a person, or all but one, with the pages that they have open. */
export async function endSessionsOf(whose: { userId: string; except: string | null }): Promise<void> {
  await closeSessionsOf(database(), whose);
  await announceSignOut(database(), whose.userId);
}
