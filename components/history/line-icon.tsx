import {
  CalendarCheck2,
  CalendarX2,
  Clock,
  Gift,
  HandCoins,
  LifeBuoy,
  type LucideIcon,
  Plus,
  ShoppingBag,
  Sparkle,
  Undo2,
} from "lucide-react";
import type { Transaction } from "#lib/credits/transaction.ts";
import { parseTool } from "#lib/tools/tool.ts";
import { toolLook } from "../tools/tool-look.ts";
import { cn } from "../ui/cn.ts";

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
function iconOf({ type, feature, entries }: Transaction): LucideIcon {
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
    case "reinstate":
      return Undo2;
    case "repayment":
      return HandCoins;
    case "adjustment":
    case "freeze":
    case "unfreeze":
    case "forgive":
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

/** The same icon by its name, from the `LineIconSprite` of the page: a long list has each drawing once. */
export function LineIconUse({ transaction, className }: { transaction: Transaction; className: string }) {
  return (
    <svg aria-hidden="true" className={cn("size-8 rounded-lg bg-soft p-2 text-ink-2", className)}>
      <use href={`#${idOf(iconOf(transaction))}`} />
    </svg>
  );
}

/** The drawings of the icons of these lines. */
export function LineIconSprite({ transactions }: { transactions: readonly Transaction[] }) {
  const icons = [...new Set(transactions.map(iconOf))];
  return (
    <svg aria-hidden="true" className="absolute size-0">
      {icons.map((Icon) => (
        <symbol key={idOf(Icon)} id={idOf(Icon)} viewBox="0 0 24 24">
          <Icon />
        </symbol>
      ))}
    </svg>
  );
}

function idOf({ displayName = "" }: LucideIcon): string {
  return `icon-${displayName}`;
}
