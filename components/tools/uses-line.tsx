"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { useLiveBalance } from "../balance/live-balance.tsx";
import { previewUses } from "./preview-uses.ts";
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
  const after = formatCredits(balance.available - cost, locale);
  return <Sentence words={t("preview.covered", { uses: usesText(previewUses(balance.byKind, cost)), after })} />;
}

/** Replaced as a whole when a number in it changes, as a text is by `LiveText`. */
function Sentence({ words }: { words: string }) {
  return (
    <p key={words} className="text-ink-2 text-sm">
      {words}
    </p>
  );
}
