import "server-only";
import { z } from "zod";
import { findDevice } from "#db/queries/devices/devices.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import type { Platform } from "./policy.ts";
import { isSigned, sign } from "./sign.ts";
import { signOutDevice } from "./sign-out-device.ts";

/** What the page shows of the device that an email's link names. */
export interface LinkedDevice {
  id: string;
  userId: string;
  platform: Platform;
  version: string;
  createdAt: Date;
  signedOut: boolean;
}

/** The address in an email of a page that signs this device out, for whoever reads that mailbox. */
export function signOutUrl(id: string): string {
  const query = new URLSearchParams({ device: id, signature: sign("device-sign-out", id) });
  return `${settings().appUrl}/device/sign-out?${query}`;
}

/** The device that an email's link names; null when nobody wrote that link, or the device is long gone. Reading signs nothing out. */
export async function readLinkedDevice(link: { device: string; signature: string }): Promise<LinkedDevice | null> {
  const id = z.uuid().safeParse(link.device).data;
  if (id === undefined || !isSigned("device-sign-out", id, link.signature)) return null;
  const row = await findDevice(database(), id);
  if (row === null) return null;
  const { revokedAt, ...device } = row;
  return { id, ...device, signedOut: revokedAt !== null };
}

/** Signs out the device that an email's link names; of a link that nobody wrote nothing comes. */
export async function followSignOutLink(link: { device: string; signature: string }): Promise<void> {
  const device = await readLinkedDevice(link);
  if (device !== null) await signOutDevice(device);
}
