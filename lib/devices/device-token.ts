import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { readDevice, touchDevice } from "#db/queries/devices/devices.ts";
import { database } from "#lib/database.ts";
import type { Policy } from "./policy.ts";

/** A device that is not used for so many days is signed out. */
export const unusedDays = 90;

const form = /^Bearer (pdt_[\w-]{43})$/i;

/** A device whose token was presented and is in force. */
export interface Device {
  id: string;
  userId: string;
  policy: Policy;
  /** The version that was kept of it, and whether that was this minute. */
  kept: { version: string; thisMinute: boolean };
}

/** A new device's token, 256 random bits: the device keeps it, nobody else does. */
export function newDeviceToken(): string {
  return `pdt_${randomBytes(32).toString("base64url")}`;
}

/** What the table keeps of a device's token, or of a device code: its SHA-256 in hex. */
export function hashDeviceSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether an Authorization header means to carry a device's token; whether that is in force is another question. */
export function isDeviceBearer(authorization: string): boolean {
  return /^Bearer pdt_/i.test(authorization);
}

/** The device that an Authorization header's token stands for, or null when it is unknown, signed out or unused for long. */
export async function checkDeviceToken(authorization: string): Promise<Device | null> {
  const token = form.exec(authorization)?.[1];
  if (token === undefined) return null;
  const row = await readDevice(database(), hashDeviceSecret(token), unusedDays);
  if (row === null) return null;
  const { id, userId, policy, version, seen } = row;
  return { id, userId, policy, kept: { version, thisMinute: seen } };
}

/** Notes that a device was seen, in which version; once a minute is enough. */
export async function noteDevice({ id, kept }: Device, version: string): Promise<void> {
  if (!kept.thisMinute || kept.version !== version) await touchDevice(database(), id, version);
}
