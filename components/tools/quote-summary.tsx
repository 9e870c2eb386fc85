"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Kind, noCredits } from "#lib/credits/kinds.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { KindBar } from "../balance/kind-bar.tsx";
import { kindLook } from "../balance/kind-look.ts";
import { LiveText } from "../balance/live-text.tsx";
import { cn } from "../ui/cn.ts";

/** The cost, and what is available. */
export function QuoteFigures({ quote }: { quote: { cost: number; available: number } }) {
  const t = useTranslations("quote");
  const locale = useLocale();
  return (
    <dl className="grid gap-1">
      <div className="flex items-baseline justify-between">
        <dt className="text-ink-2">{t("cost")}</dt>
        <dd className="font-bold text-[1.75rem] leading-9 tracking-[-0.02em]">
          <LiveText>{formatCredits(quote.cost, locale)}</LiveText>
        </dd>
      </div>
      <div className="flex items-baseline justify-between">
        <dt className="text-ink-2">{t("available")}</dt>
        <dd>
          <LiveText>{formatCredits(quote.available, locale)}</LiveText>
        </dd>
      </div>
    </dl>
  );
}

interface QuoteUsesProps {
  quote: { uses?: readonly { kind: Kind; amount: number }[] | undefined; after: number };
  /** An addition to a kind's line. */
  more?: (kind: Kind) => ReactNode;
}

/** Which credits are used, in their order, and what is left afterwards. */
export function QuoteUses({ quote: { uses = [], after }, more }: QuoteUsesProps) {
  const t = useTranslations("quote");
  const kindWord = useTranslations("kinds");
  const locale = useLocale();
  const byKind = noCredits();
  for (const { kind, amount } of uses) byKind[kind] = amount;
  return (
    <>
      <KindBar byKind={byKind} className="h-2!" />
      <ol aria-label={t("order")} className="grid divide-y divide-line">
        {uses.map(({ kind, amount }, index) => {
          const { icon: Icon, mark } = kindLook[kind];
          return (
            <li key={kind} className="py-2 first:pt-0">
              <p className="flex items-center gap-2">
                <Icon aria-hidden className={cn("size-4 shrink-0", mark)} />
                <span key={index === 0 ? "first" : "then"}>
                  {t(index === 0 ? "first" : "then", { kind: kindWord(`${kind}.word`) })}
                </span>
                <LiveText className="ms-auto font-bold">{formatCredits(amount, locale)}</LiveText>
              </p>
              {more?.(kind)}
            </li>
          );
        })}
      </ol>
      <p className="flex justify-between rounded-lg bg-soft px-3 py-2.5">
        <span className="text-ink-2">{t("after")}</span>
        <LiveText className="font-bold">{formatCredits(after, locale)}</LiveText>
      </p>
    </>
  );
}
