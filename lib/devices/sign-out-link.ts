import "server-only";
import { settings } from "#lib/config/settings.ts";
import { sign } from "./sign.ts";

/** The address in a letter of a page that signs this device out, for whoever reads that mailbox. */
export function signOutUrl(id: string): string {
  const query = new URLSearchParams({ device: id, signature: sign("device-sign-out", id) });
  return `${settings().appUrl}/device/sign-out?${query}`;
}
