"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import type { ToolSlug } from "#lib/tools/tool.ts";
import { useLiveBalance } from "../balance/live-balance.tsx";
import { Button } from "../ui/button.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import type { ToolQuote } from "./quote-shape.ts";

/** Not enough credits: how many are missing, and a link to the store, which leads back here. */
export function Shortfall({ tool, quote, onCancel }: { tool: ToolSlug; quote: ToolQuote; onCancel: () => void }) {
  const t = useTranslations("tools.dialog");
  const locale = useLocale();
  const { debt = 0 } = useLiveBalance().balance;
  return (
    <div className="grid gap-3">
      <p role="alert" className="font-bold text-lg">
        {t("need", { count: quote.shortfall })}
      </p>
      <p className="text-ink-2">
        {t("needExplained", {
          cost: formatCredits(quote.cost, locale),
          available: formatCredits(quote.available, locale),
        })}
        {debt > 0 ? ` ${t("repaysFirst", { amount: formatCredits(debt, locale) })}` : null}
      </p>
      <div className="grid grid-cols-[1fr_1.75fr] gap-2">
        <Button variant="outline" onClick={onCancel}>
          {t("cancel")}
        </Button>
        <Link href={`/profile/credits/store?feature=${tool}`} className={buttonVariants()}>
          {t("getCredits")}
        </Link>
      </div>
    </div>
  );
}
