import "server-only";
import { createTranslator } from "next-intl";
import { settings } from "#lib/config/settings.ts";
import type { ReturnedCredits } from "#lib/credits/returned-credits.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatMoney } from "#lib/format/money.ts";
import { sayReturned } from "#lib/format/returned-credits.ts";
import { messages } from "#lib/i18n/messages.ts";

/** What a payer should know of a payment whose money was returned or is disputed. Money is in minor units. */
export interface PaymentNews {
  to: string;
  /** The credits of a pack, or the month of a plan, where its batch names one. */
  bought: { credits: number } | { plan: string | null };
  currency: string;
  paidCents: number;
  returnedCents: number;
  /** The first batch of which credits were taken back; null where none were. */
  batch: number | null;
  credits: ReturnedCredits | null;
}

/** The words that the emails about a payment share. */
export function wordPayment({ bought, currency, paidCents, returnedCents, batch, credits }: PaymentNews) {
  const t = createTranslator({ locale: "en", messages, namespace: "emails.payment" });
  const word = createTranslator({ locale: "en", messages, namespace: "returned" });
  const money = (amount: number) => formatMoney({ amount, currency }, "en");
  const what =
    "plan" in bought
      ? (bought.plan ?? t("plan"))
      : t("credits", { amount: formatCredits(bought.credits, "en"), count: bought.credits });
  const said = credits === null ? [] : [`${sayReturned(credits, word, "en")}.`];
  const { appUrl } = settings();
  return {
    values: { what, paid: money(paidCents), returned: money(returnedCents) },
    /** What became of the credits, and what is to repay. */
    said: (credits?.owed ?? 0) > 0 ? [...said, t("repaysFirst")] : said,
    button: { url: `${appUrl}/profile/billing`, label: t("button") },
    after: batch === null ? [] : [t("batch", { url: `${appUrl}/profile/credits/batches/${batch}` })],
  };
}
