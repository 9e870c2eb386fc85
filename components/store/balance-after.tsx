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

/** What is left of these credits after repaying: "100 credits − 40 to repay = 60"; nothing where there is nothing to repay. */
export function AfterRepaying({ credits }: { credits: number }) {
  const t = useTranslations("store.repaying");
  const locale = useLocale();
  const { debt = 0 } = useLiveBalance().balance;
  if (debt === 0) return null;
  const repaid = Math.min(debt, credits);
  const words = {
    credits: formatCredits(credits, locale),
    count: credits,
    debt: formatCredits(repaid, locale),
    left: formatCredits(credits - repaid, locale),
  };
  return (
    <span className="block font-semibold text-ink">
      {/* A sentence with numbers is replaced as a whole, as a text is by `LiveText`. */}
      <span key={words.debt}>
        {t(debt > credits ? "part" : "all", { ...words, rest: formatCredits(debt - repaid, locale) })}
      </span>
    </span>
  );
}
