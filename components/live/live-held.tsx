"use client";

import { Clock } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { useLiveBalance } from "./live-balance.tsx";

/** What running jobs have set aside, beside what is available; nothing when there is nothing. */
export function LiveHeld() {
  const t = useTranslations("credits.total");
  const locale = useLocale();
  const { held } = useLiveBalance().balance;
  if (held === 0) return null;
  return (
    <p className="mt-1 flex items-center gap-2 text-ink-2 text-sm">
      <Clock aria-hidden className="size-4 shrink-0" />
      <span>
        {t.rich("held", {
          amount: formatCredits(held, locale),
          strong: (words) => <strong className="font-bold text-ink">{words}</strong>,
        })}
      </span>
    </p>
  );
}
