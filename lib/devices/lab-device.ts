import "server-only";
import { insertDevice } from "#db/queries/devices/devices.ts";
import { isDemo } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { hashDeviceSecret, newDeviceToken } from "./device-token.ts";

/**
 * Signs one of the lab's devices in to a user's account and returns its token, which is stored nowhere else. In a
 * demonstration only; elsewhere the user must approve a device. Returns null outside a demonstration.
 */
export async function signInLabDevice(
  userId: string,
  device: { platform: "desktop" | "mobile"; version: string },
): Promise<string | null> {
  if (!isDemo()) return null;
  const token = newDeviceToken();
  await insertDevice(database(), { userId, ...device, lab: true, tokenHash: hashDeviceSecret(token) });
  return token;
}
