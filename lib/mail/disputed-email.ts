import "server-only";
import { createTranslator } from "next-intl";
import { settings } from "#lib/config/settings.ts";
import { messages } from "#lib/i18n/messages.ts";
import { composeEmail } from "./compose-email.ts";
import { type PaymentNews, wordPayment } from "./payment-news.ts";
import type { Email } from "./send-email.ts";

/** The email about a payment that a bank disputes: what became of its credits, that nothing can be bought, and the contact. */
export function disputedEmail(news: PaymentNews): Email {
  const t = createTranslator({ locale: "en", messages, namespace: "emails.payment" });
  const { values, said, button, after } = wordPayment(news);
  const { supportEmail } = settings();
  const contact = supportEmail === undefined ? t("disputed.contact") : t("disputed.write", { address: supportEmail });
  const subject = t("disputed.subject", values);
  const lines = [t("greeting"), t("disputed.text", values), ...said, t("disputed.stopped"), contact];
  return composeEmail({ to: news.to, subject, lines, button, after });
}
