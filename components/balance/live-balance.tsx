"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Balance } from "#lib/credits/balance.ts";
import { BalanceAnnouncer } from "./balance-announcer.tsx";
import { type LiveBalance, useBalanceStream } from "./use-balance-stream.ts";

const LiveBalanceContext = createContext<LiveBalance | null>(null);

interface Props {
  account: string;
  /** The balance that the server rendered. */
  initial: Balance;
  children: ReactNode;
}

/** Follows the account's balance and shares the newest with the page. */
export function LiveBalanceProvider({ account, initial, children }: Props) {
  const live = useBalanceStream(account, initial);
  return (
    <LiveBalanceContext value={live}>
      {children}
      <BalanceAnnouncer account={account} balance={live.balance} />
    </LiveBalanceContext>
  );
}

/** The newest balance that this page knows, and whether it is live. */
export function useLiveBalance(): LiveBalance {
  const live = useContext(LiveBalanceContext);
  if (live === null) throw new Error("useLiveBalance needs a LiveBalanceProvider around it");
  return live;
}
