"use client";

import { useLocale, useNow, useTimeZone, useTranslations } from "next-intl";
import { noCredits } from "#lib/credits/kinds.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { formatExpiry } from "#lib/format/dates.ts";
import { KindBar } from "../kind-bar.tsx";
import { kindLook } from "../kind-look.ts";
import { cn } from "../ui/cn.ts";
import type { ToolQuote, Use } from "./quote-shape.ts";

/** The quote as a person reads it: cost, balance, kinds in their order with their batches, and what is left. */
export function SpendSummary({ quote }: { quote: ToolQuote }) {
  const t = useTranslations("tools.dialog");
  const locale = useLocale();
  const byKind = noCredits();
  for (const { kind, amount } of quote.uses) byKind[kind] = amount;
  return (
    <div className="grid gap-3">
      <dl className="grid gap-1">
        <div className="flex items-baseline justify-between">
          <dt className="text-ink-2">{t("cost")}</dt>
          <dd className="font-bold text-[1.75rem] leading-9 tracking-[-0.02em]">{formatCredits(quote.cost, locale)}</dd>
        </div>
        <div className="flex items-baseline justify-between">
          <dt className="text-ink-2">{t("available")}</dt>
          <dd>{formatCredits(quote.available, locale)}</dd>
        </div>
      </dl>
      <KindBar byKind={byKind} className="h-2" />
      <ol className="grid divide-y divide-line">
        {quote.uses.map((use, index) => (
          <UseRow key={use.kind} use={use} first={index === 0} quote={quote} />
        ))}
      </ol>
      <p className="flex justify-between rounded-lg bg-soft px-3 py-2.5">
        <span className="text-ink-2">{t("after")}</span>
        <span className="font-bold">{formatCredits(quote.after, locale)}</span>
      </p>
    </div>
  );
}

function UseRow({ use, first, quote }: { use: Use; first: boolean; quote: ToolQuote }) {
  const t = useTranslations("tools.dialog");
  const kind = useTranslations("kinds");
  const locale = useLocale();
  const reader = { locale, timeZone: useTimeZone() ?? "UTC" };
  const now = useNow();
  const batches = quote.batches.filter(({ kind }) => kind === use.kind);
  const { icon: Icon, mark } = kindLook[use.kind];
  return (
    <li className="py-2 first:pt-0">
      <p className="flex items-center gap-2">
        <Icon aria-hidden className={cn("size-4 shrink-0", mark)} />
        <span>{t(first ? "first" : "then", { kind: kind(`${use.kind}.word`) })}</span>
        <span className="ms-auto font-bold">{formatCredits(use.amount, locale)}</span>
      </p>
      <ul className="ms-6 text-ink-2 text-xs">
        {batches.map(({ batch, amount, expiresAt, label }) => (
          <li key={batch} className="flex justify-between gap-3">
            <span>
              {expiresAt
                ? t("batchUntil", { label, until: formatExpiry(new Date(expiresAt), now, reader) })
                : t("batchKeeps", { label })}
            </span>
            {/* One batch is all of its kind: its amount stands above. */}
            {batches.length > 1 ? <span>{formatCredits(amount, locale)}</span> : null}
          </li>
        ))}
      </ul>
    </li>
  );
}
