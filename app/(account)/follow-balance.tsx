"use client";

import { useEffect, useState, useTransition } from "react";
import { useLiveBalance } from "#components/balance/live-balance.tsx";
import { useReread } from "#components/balance/use-reread.ts";
import { rereadPage } from "./reread-page.ts";

const settle = 200;
const longestPause = 3_000;

/** Reads the page again when the balance has moved on from what it was rendered with, so that lists follow the numbers. */
export function FollowBalance({ version, available }: { version: number; available: number }) {
  const reread = useReread(rereadPage);
  const [reading, startReading] = useTransition();
  const [failures, setFailures] = useState(0);
  const { balance } = useLiveBalance();
  // With the same version the number still changes when a batch ends and is not booked yet.
  const behind = balance.version > version || (balance.version === version && balance.available !== available);
  const wanted = `${balance.version} ${balance.available}`;
  // One reading at a time, and in an outage again and again. A page may come back behind again, when the balance moved
  // while it was read: it is then read once more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is wanted starts the next reading.
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
