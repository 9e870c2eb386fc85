"use client";

import { Undo2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { useLiveBalance } from "./live-balance.tsx";

/** How many credits are to repay, and why; nothing without a debt. */
export function LiveDebt() {
  const t = useTranslations("credits.debt");
  const { debt = 0 } = useLiveBalance().balance;
  const amount = formatCredits(debt, useLocale());
  if (debt === 0) return null;
  return (
    <p className="mt-0.5 flex items-start gap-2 text-ink-2 text-sm">
      <Undo2 aria-hidden className="mt-0.5 size-4 shrink-0" />
      {/* A sentence with a number is replaced as a whole, as a text is by `LiveText`. */}
      <span key={amount}>
        {t.rich("toRepay", { amount, strong: (words) => <strong className="font-semibold text-ink">{words}</strong> })}{" "}
        {t("why", { count: debt })}
      </span>
    </p>
  );
}
