"use client";

import { Clock } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import { useLiveBalance } from "./live-balance.tsx";

/** How many credits running jobs hold, if any. `jobs` is how many there were when the page was read. */
export function LiveHeld({ jobs }: { jobs: number }) {
  const t = useTranslations("credits.total");
  const { held } = useLiveBalance().balance;
  const amount = formatCredits(held, useLocale());
  if (held === 0) return null;
  return (
    <p className="mt-0.5 flex items-center gap-2 text-ink-2 text-sm">
      <Clock aria-hidden className="size-4 shrink-0" />
      {/* A sentence with a number is replaced as a whole, as a text is by `LiveText`. */}
      <span key={`${amount} ${jobs}`}>
        {t.rich("onHold", {
          amount,
          jobs,
          strong: (words) => <strong className="font-semibold text-ink">{words}</strong>,
        })}
      </span>
    </p>
  );
}
