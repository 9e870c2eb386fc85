import "server-only";
import { randomBytes } from "node:crypto";
import { insertDeviceCode } from "#db/queries/devices/device-codes.ts";
import { allowAll } from "#lib/api/http/allow.ts";
import { database } from "#lib/database.ts";
import { hashDeviceSecret } from "./device-token.ts";
import { newUserCode } from "./user-code.ts";

/** A platform whose apps sign in as devices. */
export type DevicePlatform = "desktop" | "mobile";

/** How long a user has to approve a device. */
export const codeMinutes = 10;
const intervalSeconds = 5;

/** Buckets that refill: a school behind one address signs in its devices one after the other. */
const perNetwork = { capacity: 60, secondsEach: 10 };
/** For all networks together: keeps the table small and guessing codes hopeless. */
const inAll = { capacity: 3_000, secondsEach: 0.2 };

/** The codes for a device, or that too many were requested. */
export type CodeRequest =
  | { status: "made"; deviceCode: string; userCode: string; expiresInSeconds: number; intervalSeconds: number }
  | { status: "limited"; retryAfterSeconds: number };

/** Starts the sign-in of a device: a code of 256 random bits that it keeps, and one that the user enters on the web. */
export async function requestCode({
  client,
  ...asked
}: {
  platform: DevicePlatform;
  version: string;
  /** Its network address, as the user sees it. */
  address: string;
  /** The subnet by which limits count it. */
  client: string;
}): Promise<CodeRequest> {
  const allowance = await allowAll([
    { key: `device-codes:from:${client}`, ...perNetwork },
    { key: "device-codes:all", ...inAll },
  ]);
  if (allowance.status === "limited") return allowance;
  const deviceCode = randomBytes(32).toString("base64url");
  const deviceCodeHash = hashDeviceSecret(deviceCode);
  const seconds = codeMinutes * 60;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const userCode = newUserCode();
    const made = await insertDeviceCode(database(), { ...asked, deviceCodeHash, userCode, seconds, intervalSeconds });
    if (made) return { status: "made", deviceCode, userCode, expiresInSeconds: seconds, intervalSeconds };
  }
  throw new Error("Five user codes in a row were taken");
}
