import "server-only";
import { revokeDevice } from "#db/queries/devices/devices.ts";
import { database } from "#lib/database.ts";
import { announceSignOut } from "#lib/live/announce.ts";

/**
 * Signs out one device of a user: its next request is refused and its open streams end. Returns
 * whether it was a signed-in device of the user.
 */
export async function signOutDevice(device: { id: string; userId: string }): Promise<boolean> {
  const was = await revokeDevice(database(), device);
  await announceSignOut(database(), device.userId);
  return was;
}
