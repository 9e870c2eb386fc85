import "server-only";
import { noteDevicePoll, redeemDeviceCode } from "#db/queries/devices/device-codes.ts";
import { database } from "#lib/database.ts";
import { hashDeviceSecret, newDeviceToken } from "./device-token.ts";
import type { DevicePlatform } from "./request-code.ts";

/** A device that has just signed in. */
export interface NewDevice {
  id: string;
  userId: string;
  platform: DevicePlatform;
  version: string;
  /** The network address of the sign-in request. */
  address: string;
}

/** The state of a device's sign-in request. The token is returned once. */
export type Collected =
  | { status: "signed-in"; token: string; device: NewDevice }
  | { status: "pending" }
  | { status: "too-soon" }
  | { status: "denied" }
  | { status: "expired" }
  | { status: "unknown" };

/**
 * Redeems an approved request for its token: exactly one of parallel calls gets it. A code of another platform is
 * unknown.
 */
export async function collectToken(asked: {
  deviceCode: string;
  platform: DevicePlatform;
  version: string | null;
}): Promise<Collected> {
  const { platform, version } = asked;
  const deviceCodeHash = hashDeviceSecret(asked.deviceCode);
  const token = newDeviceToken();
  const tokenHash = hashDeviceSecret(token);
  const device = await redeemDeviceCode(database(), { deviceCodeHash, platform, version, tokenHash });
  if (device !== null) return { status: "signed-in", token, device: { ...device, platform } };

  const code = await noteDevicePoll(database(), { deviceCodeHash, platform });
  if (code === null || code.status === "redeemed") return { status: "unknown" };
  if (code.status === "denied") return { status: "denied" };
  if (code.isOver) return { status: "expired" };
  // A request approved since the first statement is redeemed by the next call.
  return { status: code.status === "pending" && code.tooSoon ? "too-soon" : "pending" };
}
