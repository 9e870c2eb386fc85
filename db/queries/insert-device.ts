import type { DbOrTx } from "../client.ts";
import { devices } from "../schema/devices.ts";

/** Writes down a device that is signed in from now on, for the demonstration's devices lab. */
export async function insertDevice(
  db: DbOrTx,
  device: { userId: string; platform: "desktop" | "mobile"; version: string; lab: boolean; tokenHash: string },
): Promise<void> {
  await db.insert(devices).values(device);
}
