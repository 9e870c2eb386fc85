import "server-only";
import { createTranslator } from "next-intl";
import { messages } from "#lib/i18n/messages.ts";
import { composeEmail } from "./compose-email.ts";
import { type PaymentNews, wordPayment } from "./payment-news.ts";
import type { Email } from "./send-email.ts";

/** The email about money of a payment that was refunded, with what became of its credits. */
export function refundedEmail(news: PaymentNews): Email {
  const t = createTranslator({ locale: "en", messages, namespace: "emails.payment" });
  const { values, said, button, after } = wordPayment(news);
  const how = news.returnedCents < news.paidCents ? "part" : "all";
  const subject = t("refunded.subject", values);
  const lines = [t("greeting"), t(`refunded.${how}`, values), ...said, t("refunded.bank")];
  return composeEmail({ to: news.to, subject, lines, button, after });
}
