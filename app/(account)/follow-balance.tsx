"use client";

import { useEffect, useState, useTransition } from "react";
import { useLiveBalance } from "#components/balance/live-balance.tsx";
import { useReread } from "#components/balance/use-reread.ts";
import { rereadPage } from "./reread-page.ts";

const settle = 200;
const longestPause = 3_000;

/** Rerenders the page when the balance has changed since it was rendered, so that lists match the live numbers. */
export function FollowBalance({ version, available }: { version: number; available: number }) {
  const reread = useReread(rereadPage);
  const [reading, startReading] = useTransition();
  const [failures, setFailures] = useState(0);
  const { balance } = useLiveBalance();
  // With the same version the number still changes when a batch expires and that is not booked yet.
  const behind = balance.version > version || (balance.version === version && balance.available !== available);
  const wanted = `${balance.version} ${balance.available}`;
  // One reread at a time, repeated during an outage. The reread page may be outdated again if the balance changed
  // meanwhile: then it is read once more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new target version starts the next reread.
  useEffect(() => {
    if (!behind || reading) return;
    const pause = Math.min(longestPause, settle * 2 ** failures);
    const read = async () => {
      const isRead = await reread();
      setFailures((before) => (isRead ? 0 : before + 1));
    };
    const timer = setTimeout(() => startReading(read), pause);
    return () => clearTimeout(timer);
  }, [behind, reading, failures, wanted, reread]);
  return null;
}
