"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { useLiveBalance } from "../balance/live-balance.tsx";
import { LiveText } from "../balance/live-text.tsx";

/** What will be available once these credits are added to what is available now. A purchase first repays what is to repay. */
export function BalanceAfter({ credits }: { credits: number }) {
  const { balance } = useLiveBalance();
  const left = Math.max(0, credits - (balance.debt ?? 0));
  return <LiveText>{formatCredits(balance.available + left, useLocale())}</LiveText>;
}

/** What of these credits repays credits of a refunded payment; nothing where there is nothing to repay. */
export function ToRepay({ credits }: { credits: number }) {
  const t = useTranslations("store");
  const locale = useLocale();
  const { debt = 0 } = useLiveBalance().balance;
  if (debt === 0) return null;
  return (
    <span className="whitespace-nowrap">
      {t("toRepay")}{" "}
      <span className="font-bold text-ink">
        <LiveText>{`−${formatCredits(Math.min(debt, credits), locale)}`}</LiveText>
      </span>
    </span>
  );
}
