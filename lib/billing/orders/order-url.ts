import "server-only";
import { settings } from "#lib/config/settings.ts";

/** The page that a buyer returns to after paying, with the state of the purchase. */
export function orderUrl(id: string): string {
  return `${settings().appUrl}/profile/credits/store/orders/${id}`;
}
