import "server-only";
import { revokeDevice } from "#db/queries/devices/devices.ts";
import { database } from "#lib/database.ts";
import { announceSignOut } from "#lib/live/announce.ts";

/**
 * Signs one device of a person out, now: its next request is refused, and a stream that it has open ends. Answers
 * whether it was theirs, and signed in.
 */
export async function signOutDevice(device: { id: string; userId: string }): Promise<boolean> {
  const was = await revokeDevice(database(), device);
  await announceSignOut(database(), device.userId);
  return was;
}
