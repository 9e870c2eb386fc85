"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { Balance } from "#lib/credits/balance.ts";
import { formatCredits } from "#lib/format/credits.ts";

const quiet = 5_000;

/** Announces a changed balance to screen readers, politely and at most once in five seconds. Another account's is no change. */
export function BalanceAnnouncer({ account, balance }: { account: string; balance: Balance }) {
  const t = useTranslations("shell.balance");
  const locale = useLocale();
  const [said, setSaid] = useState("");
  const spoken = useRef({ account, available: balance.available, at: 0 });

  useEffect(() => {
    if (spoken.current.account !== account) spoken.current = { account, available: balance.available, at: 0 };
    const change = balance.available - spoken.current.available;
    if (change === 0) return;
    const wait = Math.max(0, spoken.current.at + quiet - Date.now());
    const timer = setTimeout(() => {
      spoken.current = { account, available: balance.available, at: Date.now() };
      const amount = formatCredits(balance.available, locale);
      setSaid(t(change > 0 ? "more" : "fewer", { amount, change: formatCredits(Math.abs(change), locale) }));
    }, wait);
    return () => clearTimeout(timer);
  }, [account, balance.available, locale, t]);

  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
