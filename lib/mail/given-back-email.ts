import "server-only";
import { createTranslator } from "next-intl";
import { messages } from "#lib/i18n/messages.ts";
import { composeEmail } from "./compose-email.ts";
import { type PaymentNews, wordPayment } from "./payment-news.ts";
import type { Email } from "./send-email.ts";

/** The email about a refund that did not go through, or a dispute that ended: credits were given back. */
export function givenBackEmail(news: PaymentNews, what: "refund" | "dispute"): Email {
  const t = createTranslator({ locale: "en", messages, namespace: "emails.payment" });
  const { values, said, button, after } = wordPayment(news);
  const lines = [t("greeting"), t(`givenBack.${what}`, values), ...said];
  return composeEmail({ to: news.to, subject: t("givenBack.subject", values), lines, button, after });
}
