"use client";

import { Undo2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatCredits } from "#lib/format/credits.ts";
import { useLiveBalance } from "./live-balance.tsx";

/** How many credits are to repay, and why, with the payments that they come from; nothing without a debt. */
export function LiveDebt({ children }: { children: ReactNode }) {
  const t = useTranslations("credits.debt");
  const { debt = 0 } = useLiveBalance().balance;
  const amount = formatCredits(debt, useLocale());
  if (debt === 0) return null;
  return (
    <div className="mt-1.5 flex items-start gap-2 text-ink-2 text-sm">
      <Undo2 aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>
        <p>
          {/* A sentence with a number is replaced as a whole, as a text is by `LiveText`. */}
          <span key={amount}>
            {t.rich("toRepay", {
              amount,
              strong: (words) => <strong className="font-semibold text-ink">{words}</strong>,
            })}{" "}
            {t("why", { count: debt })}
          </span>
        </p>
        {children}
      </div>
    </div>
  );
}
