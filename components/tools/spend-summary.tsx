"use client";

import { useLocale, useNow, useTimeZone, useTranslations } from "next-intl";
import type { Kind } from "#lib/credits/kinds.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatExpiry } from "#lib/format/dates.ts";
import { bdi } from "../ui/bdi.tsx";
import type { ToolQuote } from "./quote-shape.ts";
import { QuoteFigures, QuoteUses } from "./quote-summary.tsx";

/** The quote as web users see it: cost, balance, kinds in their order with their batches, and what is left. */
export function SpendSummary({ quote }: { quote: ToolQuote }) {
  return (
    <div className="grid gap-3">
      <QuoteFigures quote={quote} />
      <QuoteUses quote={quote} more={(kind) => <Batches kind={kind} quote={quote} />} />
    </div>
  );
}

function Batches({ kind, quote }: { kind: Kind; quote: ToolQuote }) {
  const t = useTranslations("tools.dialog");
  const locale = useLocale();
  const reader = { locale, timeZone: useTimeZone() ?? "UTC" };
  const now = useNow();
  const batches = quote.batches.filter((batch) => batch.kind === kind);
  return (
    <ul className="ms-6 text-ink-2 text-xs">
      {batches.map(({ batch, amount, expiresAt, label }) => (
        <li key={batch} className="flex justify-between gap-3">
          <span>
            {expiresAt
              ? t.rich("batchUntil", { label, until: formatExpiry(new Date(expiresAt), now, reader), bdi })
              : t.rich("batchKeeps", { label, bdi })}
          </span>
          {/* With one batch only, its amount is that of the kind above. */}
          {batches.length > 1 ? <span>{formatCredits(amount, locale)}</span> : null}
        </li>
      ))}
    </ul>
  );
}
