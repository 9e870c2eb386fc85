import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { readDevice, touchDevice } from "#db/queries/devices/devices.ts";
import { database } from "#lib/database.ts";
import type { Policy } from "./policy.ts";

/** A device is signed out after this many days without use. */
export const unusedDays = 90;

const form = /^Bearer (pdt_[\w-]{43})$/i;

/** A device whose valid token was presented. */
export interface Device {
  id: string;
  userId: string;
  policy: Policy;
  /** The stored version of its app, and whether it was stored within this minute. */
  kept: { version: string; thisMinute: boolean };
}

/** A new device's token, 256 random bits; only the device stores it. */
export function newDeviceToken(): string {
  return `pdt_${randomBytes(32).toString("base64url")}`;
}

/** What the table stores of a device token or device code: its SHA-256 in hex. */
export function hashDeviceSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether an Authorization header has the form of a device token, valid or not. */
export function isDeviceBearer(authorization: string): boolean {
  return /^Bearer pdt_/i.test(authorization);
}

/** The device of an Authorization header's token, or null when it is unknown, signed out or unused for too long. */
export async function checkDeviceToken(authorization: string): Promise<Device | null> {
  const token = form.exec(authorization)?.[1];
  if (token === undefined) return null;
  const row = await readDevice(database(), hashDeviceSecret(token), unusedDays);
  if (row === null) return null;
  const { id, userId, policy, version, seen } = row;
  return { id, userId, policy, kept: { version, thisMinute: seen } };
}

/** Stores when a device was last seen and its version, at most once a minute. */
export async function noteDevice({ id, kept }: Device, version: string): Promise<void> {
  if (!kept.thisMinute || kept.version !== version) await touchDevice(database(), id, version);
}
