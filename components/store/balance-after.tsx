"use client";

import { useLocale } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { useLiveBalance } from "../balance/live-balance.tsx";
import { LiveText } from "../balance/live-text.tsx";

/** What will be available once these credits are added to what is available now. */
export function BalanceAfter({ credits }: { credits: number }) {
  const { balance } = useLiveBalance();
  return <LiveText>{formatCredits(balance.available + credits, useLocale())}</LiveText>;
}
