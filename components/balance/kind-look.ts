import { CalendarCheck2, Gift, type LucideIcon, ShoppingBag } from "lucide-react";
import type { Kind } from "#lib/credits/kinds.ts";

/** Icon and colours of each kind, in one place; the names are messages under `kinds`. */
export const kindLook: Record<Kind, { icon: LucideIcon; chip: string; text: string; bar: string; mark: string }> = {
  subscription: {
    icon: CalendarCheck2,
    chip: "bg-subscription-soft text-subscription-text",
    text: "text-subscription-text",
    bar: "bg-subscription",
    mark: "text-subscription",
  },
  activity: {
    icon: Gift,
    chip: "bg-activity-soft text-activity-text",
    text: "text-activity-text",
    bar: "bg-activity",
    mark: "text-activity",
  },
  purchased: {
    icon: ShoppingBag,
    chip: "bg-purchased-soft text-purchased-text",
    text: "text-purchased-text",
    bar: "bg-purchased",
    mark: "text-purchased",
  },
};
