import {
  CreditCard,
  Disc2,
  Gift,
  History,
  type LucideIcon,
  MonitorSmartphone,
  Store,
  WandSparkles,
} from "lucide-react";
import type { Route } from "next";

interface Place {
  key: "credits" | "history" | "store" | "earn" | "tools" | "devices" | "billing";
  href: Route;
  icon: LucideIcon;
  /** On phones it is behind More: there is room for only four other tabs. */
  behindMore?: true;
}

/** The entries of the rail, the tabs and the More menu, in their order. */
export const places: readonly Place[] = [
  { key: "credits", href: "/profile/credits", icon: Disc2 },
  { key: "history", href: "/profile/credits/history", icon: History },
  { key: "store", href: "/profile/credits/store", icon: Store },
  { key: "earn", href: "/profile/credits/earn", icon: Gift, behindMore: true },
  { key: "tools", href: "/tools", icon: WandSparkles },
  { key: "devices", href: "/profile/devices", icon: MonitorSmartphone, behindMore: true },
  { key: "billing", href: "/profile/billing", icon: CreditCard, behindMore: true },
];

/** The entry that a page belongs to: the one whose path is the longest prefix of the page's path. */
export function placeOf(pathname: string): Place["key"] | null {
  const inside = places.filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`));
  return inside.sort((a, b) => b.href.length - a.href.length)[0]?.key ?? null;
}

/** Where a demo shows other devices of the account; it is outside the signed-in pages. */
export const devicesLab = { href: "/devices-lab", icon: MonitorSmartphone } as const;
