"use client";

import { useLocale } from "next-intl";
import type { Kind } from "#lib/credits/kinds.ts";
import { formatCredits } from "#lib/format/credits.ts";
import { useLiveBalance } from "./live-balance.tsx";
import { LiveText } from "./live-text.tsx";

/** A live number of credits: all that are available, or those of one kind. */
export function LiveNumber({ of = "available" }: { of?: "available" | Kind }) {
  const { balance } = useLiveBalance();
  const amount = of === "available" ? balance.available : balance.byKind[of];
  return <LiveText>{formatCredits(amount, useLocale())}</LiveText>;
}
