"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Balance } from "#lib/credits/balance.ts";
import { BalanceAnnouncer } from "./balance-announcer.tsx";
import { type LiveBalance, useBalanceStream } from "./use-balance-stream.ts";

const LiveBalanceContext = createContext<LiveBalance | null>(null);

/** Opens the one stream of this page and shares its newest balance; `initial` is what the server rendered. */
export function LiveBalanceProvider({ initial, children }: { initial: Balance; children: ReactNode }) {
  const live = useBalanceStream(initial);
  return (
    <LiveBalanceContext value={live}>
      {children}
      <BalanceAnnouncer balance={live.balance} />
    </LiveBalanceContext>
  );
}

/** The newest balance that this page knows, and whether it is live. */
export function useLiveBalance(): LiveBalance {
  const live = useContext(LiveBalanceContext);
  if (live === null) throw new Error("useLiveBalance needs a LiveBalanceProvider around it");
  return live;
}
