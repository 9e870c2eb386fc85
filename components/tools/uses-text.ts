"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatCredits } from "#lib/format/credits.ts";
import type { Use } from "./quote-shape.ts";

/** Says which credits are used in which order: "20 subscription, then 5 activity". */
export function useUsesText(): (uses: readonly Use[]) => string {
  const t = useTranslations("tools");
  const kind = useTranslations("kinds");
  const locale = useLocale();
  return (uses) =>
    uses.map((use) => `${formatCredits(use.amount, locale)} ${kind(`${use.kind}.word`)}`).join(t("then"));
}
