import { createTranslator } from "next-intl";
import messages from "#messages/en.json" with { type: "json" };

/** What a pack is called on the payment page and on the receipt: "1,200 credits". */
export function packTitle(credits: number): string {
  return createTranslator({ locale: "en", messages, namespace: "store" })("packTitle", { credits });
}
