import "server-only";
import { z } from "zod";
import { findDevice } from "#db/queries/devices/devices.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import type { Platform } from "./policy.ts";
import { isSigned, sign } from "./sign.ts";
import { signOutDevice } from "./sign-out-device.ts";

/** What the page shows of the device that the link in an email names. */
export interface LinkedDevice {
  id: string;
  userId: string;
  platform: Platform;
  version: string;
  createdAt: Date;
  signedOut: boolean;
}

/** The address of a page that signs this device out, for the email about it. Any reader of that mailbox can use it. */
export function signOutUrl(id: string): string {
  const query = new URLSearchParams({ device: id, signature: sign("device-sign-out", id) });
  return `${settings().appUrl}/device/sign-out?${query}`;
}

/**
 * The device that the link in an email names; null when the link is invalid or the device was deleted. Reading does not
 * sign it out.
 */
export async function readLinkedDevice(link: { device: string; signature: string }): Promise<LinkedDevice | null> {
  const id = z.uuid().safeParse(link.device).data;
  if (id === undefined || !isSigned("device-sign-out", id, link.signature)) return null;
  const row = await findDevice(database(), id);
  if (row === null) return null;
  const { revokedAt, ...device } = row;
  return { id, ...device, signedOut: revokedAt !== null };
}

/** Signs out the device that the link in an email names; an invalid link does nothing. */
export async function followSignOutLink(link: { device: string; signature: string }): Promise<void> {
  const device = await readLinkedDevice(link);
  if (device !== null) await signOutDevice(device);
}
