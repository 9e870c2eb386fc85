import "server-only";
import { createTranslator } from "next-intl";
import { settings } from "#lib/config/settings.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay, formatExpiryDay } from "#lib/format/dates.ts";
import { formatMoney } from "#lib/format/money.ts";
import { messages } from "#lib/i18n/messages.ts";
import { composeEmail } from "./compose-email.ts";
import type { Email } from "./send-email.ts";

const utc = { locale: "en", timeZone: "UTC" };

/** What happened to a plan, and what its payer should know about it. */
export interface PlanNews {
  to: string;
  /** `trial`: it started with a free trial. `trial-ended`: its first payment was made. */
  what: "trial" | "started" | "trial-ending" | "trial-ended" | "renewed" | "payment-failed" | "cancelled" | "ended";
  /** Its price, in minor units, as it renews. */
  price: { name: string; interval: "month" | "year"; amountCents: number; currency: string; creditsPerMonth: number };
  /** When it renews, ends or ended. */
  at: Date;
  now: Date;
  /** Where its open invoice is paid. */
  payUrl: string | null;
  /** What was paid, in minor units, and the credits that this brought; only where it renewed or a trial has ended. */
  paid: PaidMonth | null;
}

/** The payment of a period, and the credits of its first month. */
export interface PaidMonth {
  cents: number;
  currency: string;
  credits: number;
  /** When these credits expire. */
  expiresAt: Date;
}

/** The email about a plan that started, renewed, was cancelled or has ended, its trial, or a payment that failed. Dates are in UTC. */
export function planEmail({ to, what, price, at, now, payUrl, paid }: PlanNews): Email {
  const t = createTranslator({ locale: "en", messages, namespace: "emails.plan" });
  const { name: plan, interval, amountCents: amount, currency } = price;
  const values = {
    plan,
    by: interval,
    price: formatMoney({ amount, currency }, "en"),
    credits: formatCredits(price.creditsPerMonth, "en"),
    date: formatDay(at, now, utc),
    paid: paid === null || paid.cents === 0 ? "nothing" : "money",
    amount: paid === null ? "" : formatMoney({ amount: paid.cents, currency: paid.currency }, "en"),
    added: paid === null ? "" : formatCredits(paid.credits, "en"),
    until: paid === null ? "" : formatExpiryDay(paid.expiresAt, now, utc),
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
