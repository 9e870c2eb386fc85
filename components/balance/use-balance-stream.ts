"use client";

import { useEffect, useState } from "react";
import { isNewer } from "#lib/client/balance.ts";
import type { Balance } from "#lib/credits/balance.ts";
import { followTogether, type PageBalance } from "./follow-together.ts";

/** What every number of the page is rendered from. */
export interface LiveBalance {
  /** The account that the page was made for. */
  account: string;
  balance: Balance;
  status: PageBalance["status"];
  /** When the balance was last confirmed as current. */
  seenAt: Date;
  /** Whole minutes since then; 0 while live. */
  minutesOld: number;
}

/** Follows the account's balance. The newer of the server's rendering and the stream's last update wins. */
export function useBalanceStream(account: string, initial: Balance): LiveBalance {
  const [heard, setHeard] = useState<PageBalance>({ status: "connecting", balance: null, heardAt: null });
  const [openedAt, setOpenedAt] = useState(0);
  const [now, setNow] = useState(0);
  const { status } = heard;

  useEffect(() => {
    let heardAt: number | null = null;
    setOpenedAt(Date.now());
    return followTogether(account, (next) => {
      heardAt = next.heardAt ?? heardAt;
      const upToNow = { ...next, heardAt };
      setHeard((known) => merge(known, upToNow));
      if (next.status !== "live") setNow(Date.now());
    });
  }, [account]);

  useEffect(() => {
    if (status === "live") return;
    const ticking = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(ticking);
  }, [status]);

  const balance = heard.balance !== null && isNewer(heard.balance, initial) ? heard.balance : initial;
  // Ages are measured by this device's clock alone.
  const age = now - (heard.heardAt ?? openedAt);
  return {
    account,
    balance,
    status,
    seenAt: new Date(heard.heardAt ?? balance.at),
    minutesOld: status === "live" ? 0 : Math.max(0, Math.floor(age / 60_000)),
  };
}

/** Keeps the newest balance, whichever page of the browser received it. A heartbeat changes nothing that is shown. */
function merge(known: PageBalance, next: PageBalance): PageBalance {
  const isNews = next.balance !== null && (known.balance === null || isNewer(next.balance, known.balance));
  if (!isNews && known.status === "live" && next.status === "live") return known;
  return { ...next, balance: isNews ? next.balance : known.balance };
}
