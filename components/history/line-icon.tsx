import { CalendarCheck2, CalendarX2, Clock, Gift, LifeBuoy, Plus, ShoppingBag, Sparkle, Undo2 } from "lucide-react";
import type { Transaction } from "#lib/credits/transaction.ts";
import { parseTool } from "#lib/tools/tool.ts";
import { toolLook } from "../tools/tool-look.ts";

/** The icon beside a line; the text beside it says the same. */
export function LineIcon({ transaction }: { transaction: Transaction }) {
  const Icon = iconOf(transaction);
  return (
    <span aria-hidden className="grid size-8 shrink-0 place-items-center rounded-lg bg-soft text-ink-2">
      <Icon className="size-4" />
    </span>
  );
}

/** What a feature used has the icon of its tool. */
function iconOf({ type, feature, entries }: Transaction) {
  const tool = feature === null ? null : parseTool(feature);
  if (tool) return toolLook[tool].icon;
  switch (type) {
    case "spend":
    case "capture":
      return Sparkle;
    case "hold":
    case "extend":
      return Clock;
    case "release":
    case "refund":
    case "revoke":
      return Undo2;
    case "adjustment":
    case "freeze":
    case "unfreeze":
      return LifeBuoy;
    case "expiry":
      return CalendarX2;
    case "grant": {
      const kind = entries[0]?.kind;
      return kind === "subscription"
        ? CalendarCheck2
        : kind === "activity"
          ? Gift
          : kind === "purchased"
            ? ShoppingBag
            : Plus;
    }
  }
}
