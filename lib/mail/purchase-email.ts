import "server-only";
import { createTranslator } from "next-intl";
import type { OrderRow } from "#db/queries/orders/orders.ts";
import { orderUrl } from "#lib/billing/orders/order-url.ts";
import { settings } from "#lib/config/settings.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatMoney } from "#lib/format/money.ts";
import { messages } from "#lib/i18n/messages.ts";
import { composeEmail } from "./compose-email.ts";
import type { Email } from "./send-email.ts";

/** The email about the outcome of a purchase: the credits were added, or the bank refused the payment. */
export function purchaseEmail(order: OrderRow, { to, outcome }: { to: string; outcome: "added" | "failed" }): Email {
  const t = createTranslator({ locale: "en", messages, namespace: "emails.purchase" });
  const { refundPolicyUrl } = settings();
  const values = {
    credits: formatCredits(order.credits, "en"),
    count: order.credits,
    price: formatMoney({ amount: order.amountCents, currency: order.currency }, "en"),
  };
  const validity = order.validDays === null ? t("neverExpires") : t("validDays", { days: order.validDays });
  return composeEmail({
    to,
    subject: t(`${outcome}.subject`, values),
    lines: [t("greeting"), t(`${outcome}.text`, values), ...(outcome === "added" ? [validity] : [])],
    button: { url: orderUrl(order.id), label: t("button") },
    after: refundPolicyUrl && outcome === "added" ? [t("refunds", { url: refundPolicyUrl })] : [],
  });
}
