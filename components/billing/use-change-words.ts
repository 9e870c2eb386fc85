import { useFormatter, useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatDay, formatExpiryDay } from "#lib/format/dates.ts";
import { formatMoney } from "#lib/format/money.ts";
import { useReader } from "../balance/use-reader.ts";

interface Price {
  id: string;
  plan: string;
  name: string;
  interval: "month" | "year";
  amountCents: number;
  currency: string;
  creditsPerMonth: number;
}

interface CreditsUntil {
  amount: number;
  until: Date;
}

/** A change of plan before it is made. Money is in minor units. */
export interface ShownChange {
  way: "today" | "renewal" | "restore" | "schedule" | "keep";
  from: Price;
  to: Price;
  dueCents: number;
  next: { at: Date; cents: number };
  added: CreditsUntil | null;
  kept: CreditsUntil[];
  toCome: { months: number; credits: number; until: Date } | null;
  isTrial: boolean;
}

/** What a change does, a sentence each, the most important first. */
export function useChangeWords(preview: ShownChange, now: Date): string[] {
  const t = useTranslations("billing.change");
  const by = useTranslations("billing.plan");
  const { list } = useFormatter();
  const locale = useLocale();
  const reader = useReader();
  const { way, to, dueCents, next, added, kept, toCome, isTrial } = preview;
  const money = (amount: number) => formatMoney({ amount, currency: to.currency }, locale);
  const count = (credits: number) => formatCredits(credits, locale);
  const until = (end: Date) => formatExpiryDay(end, now, reader);
  const date = formatDay(next.at, now, reader);
  const credits = count(to.creditsPerMonth);
  if (way === "today") {
    const parts = kept.map((one) => t("keptPart", { amount: count(one.amount), date: until(one.until) }));
    const first = added ?? { amount: 0, until: next.at };
    return [
      t("today", {
        price: money(dueCents),
        credits: count(first.amount),
        until: until(first.until),
        kept: parts.length === 0 ? "none" : list(parts),
      }),
      ...(isTrial ? [t("trialEnds")] : []),
      ...(to.interval === "year" ? [t("yearly", { credits })] : []),
      ...(toCome === null
        ? []
        : [t("toCome", { months: toCome.months, amount: count(toCome.credits), date: until(toCome.until) })]),
      t(`then.${to.interval}`, { date, price: money(next.cents) }),
    ];
  }
  if (way === "keep" || way === "restore")
    return [t("restore", { plan: to.name, date, price: money(next.cents) }), t("keepsAll")];
  return [
    t("later", { date, plan: by("name", { plan: to.name, by: by(`by.${to.interval}`) }) }),
    t("laterCharge", {
      date,
      price: money(next.cents),
      same: next.cents === to.amountCents ? "yes" : "no",
      list: money(to.amountCents),
      by: to.interval,
    }),
    t("laterCredits", { credits }),
    t("keepsAll"),
  ];
}
