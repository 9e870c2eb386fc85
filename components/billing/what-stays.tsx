import { useFormatter, useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { formatExpiryDay } from "#lib/format/dates.ts";
import { useReader } from "../balance/use-reader.ts";
import type { ShownBilling } from "./shown-billing.ts";

/** What a user keeps of a plan that was cancelled or has ended. */
export function WhatStays({ plan, now }: { plan: NonNullable<ShownBilling["plan"]>; now: Date }) {
  const t = useTranslations("billing.stays");
  const part = useTranslations("billing.change");
  const { list } = useFormatter();
  const locale = useLocale();
  const reader = useReader();
  const { kept, toCome } = plan;
  const parts = kept.map(({ amount, until }) =>
    part("keptPart", { amount: formatCredits(amount, locale), date: formatExpiryDay(until, now, reader) }),
  );
  return (
    <div className="mt-4 grid gap-1 text-ink-2">
      {parts.length === 0 ? null : <p className="text-ink">{t("kept", { list: list(parts) })}</p>}
      {toCome === null ? null : (
        <p className="text-ink">
          {t("toCome", { months: toCome.months, amount: formatCredits(toCome.credits, locale), count: toCome.credits })}
        </p>
      )}
      <p>{t("rest")}</p>
    </div>
  );
}
