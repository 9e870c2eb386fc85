"use client";

import { useLocale, useTranslations } from "next-intl";
import { kinds } from "#lib/credits/kinds.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { useLiveBalance } from "../balance/live-balance.tsx";
import type { Use } from "./quote-shape.ts";
import { useUsesText } from "./uses-text.ts";

/** What the next run would use of the balance as it is now; the confirmation asks the server again. */
export function UsesLine({ cost }: { cost: number }) {
  const t = useTranslations("tools");
  const locale = useLocale();
  const usesText = useUsesText();
  const { balance } = useLiveBalance();
  if (balance.available < cost) {
    const [amount, available] = [cost - balance.available, balance.available];
    return <Sentence words={t("preview.short", { count: amount, available })} />;
  }
  let missing = cost;
  const uses: Use[] = [];
  for (const kind of kinds) {
    const amount = Math.min(missing, balance.byKind[kind]);
    missing -= amount;
    if (amount > 0) uses.push({ kind, amount });
  }
  const after = formatCredits(balance.available - cost, locale);
  return <Sentence words={t("preview.covered", { uses: usesText(uses), after })} />;
}

/** Replaced as a whole when a number in it changes, as a text is by `LiveText`. */
function Sentence({ words }: { words: string }) {
  return (
    <p key={words} className="text-ink-2 text-sm">
      {words}
    </p>
  );
}
