"use client";

import { useEffect, useState } from "react";
import { type Balance, isNewer } from "#lib/credits/balance.ts";
import type { StreamStatus } from "./balance-stream.ts";
import { followTogether } from "./follow-together.ts";

/** What every number of the page is drawn from. */
export interface LiveBalance {
  balance: Balance;
  status: StreamStatus;
  /** When the balance was last known to be the present one. */
  seenAt: Date;
  /** Whole minutes since then; 0 while live. */
  minutesOld: number;
}

/** Follows the account's balance. The newer of what the server rendered and what the stream brought wins. */
export function useBalanceStream(account: string, initial: Balance): LiveBalance {
  const [streamed, setStreamed] = useState<Balance | null>(null);
  const [status, setStatus] = useState<StreamStatus>("connecting");
  const [lostAt, setLostAt] = useState<number | null>(null);
  const [now, setNow] = useState(0);

  useEffect(
    () =>
      followTogether(account, {
        onBalance: (next) => setStreamed((shown) => (shown === null || isNewer(next, shown) ? next : shown)),
        onStatus: (next) => {
          setStatus(next);
          setNow(Date.now());
          setLostAt((since) => (next === "live" ? null : (since ?? Date.now())));
        },
      }),
    [account],
  );

  useEffect(() => {
    if (status === "live") return;
    const ticking = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(ticking);
  }, [status]);

  const balance = streamed !== null && isNewer(streamed, initial) ? streamed : initial;
  return {
    balance,
    status,
    seenAt: new Date(lostAt ?? Date.parse(balance.at)),
    minutesOld: lostAt === null ? 0 : Math.max(0, Math.floor((now - lostAt) / 60_000)),
  };
}
