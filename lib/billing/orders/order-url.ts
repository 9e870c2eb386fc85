import "server-only";
import { settings } from "#lib/config/settings.ts";

/** Where people return to after paying, and where the state of their purchase stands. */
export function orderUrl(id: string): string {
  return `${settings().appUrl}/profile/credits/store/orders/${id}`;
}
