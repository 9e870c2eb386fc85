"use client";

import { KindBar } from "./kind-bar.tsx";
import { useLiveBalance } from "./live-balance.tsx";

/** The shares of the kinds as they are now. */
export function LiveKindBar({ className }: { className?: string }) {
  return <KindBar byKind={useLiveBalance().balance.byKind} className={className ?? ""} />;
}
