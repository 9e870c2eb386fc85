import type { Seller } from "#components/store/seller-note.tsx";
import { settings } from "#lib/config/settings.ts";

/** The seller and the terms, as configured. */
export function seller(): Seller {
  const { pricesIncludeTax, refundPolicyUrl, sellerName, supportEmail, termsUrl, privacyUrl } = settings();
  return { pricesIncludeTax, refundPolicyUrl, sellerName, supportEmail, termsUrl, privacyUrl };
}
