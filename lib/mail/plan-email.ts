import "server-only";
import { createTranslator } from "next-intl";
import { settings } from "#lib/config/settings.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay } from "#lib/format/dates.ts";
import { formatMoney } from "#lib/format/money.ts";
import { messages } from "#lib/i18n/messages.ts";
import { composeEmail } from "./compose-email.ts";
import type { Email } from "./send-email.ts";

/** What happened to a plan, and what its payer should know about it. */
export interface PlanNews {
  to: string;
  /** `trial`: it started with a free trial. */
  what: "trial" | "started" | "payment-failed" | "cancelled" | "ended";
  /** Its price, in minor units, as it renews. */
  price: { name: string; interval: "month" | "year"; amountCents: number; currency: string; creditsPerMonth: number };
  /** When it renews, ends or ended. */
  at: Date;
  now: Date;
  /** Where its open invoice is paid. */
  payUrl: string | null;
}

/** The email about a plan that started, was cancelled or has ended, or whose payment failed. Dates are in UTC. */
export function planEmail({ to, what, price, at, now, payUrl }: PlanNews): Email {
  const t = createTranslator({ locale: "en", messages, namespace: "emails.plan" });
  const { name: plan, interval, amountCents: amount, currency } = price;
  const values = {
    plan,
    by: interval,
    price: formatMoney({ amount, currency }, "en"),
    credits: formatCredits(price.creditsPerMonth, "en"),
    date: formatDay(at, now, { locale: "en", timeZone: "UTC" }),
  };
  const pays = what === "payment-failed" && payUrl !== null;
  return composeEmail({
    to,
    subject: t(`${what}.subject`, values),
    lines: [t("greeting"), t(`${what}.text`, values), t(`${what}.more`, values)],
    button: pays
      ? { url: payUrl, label: t("pay") }
      : { url: `${settings().appUrl}/profile/billing`, label: t("button") },
    after: [],
  });
}
