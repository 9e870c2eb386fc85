"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import { useLiveBalance } from "#components/balance/live-balance.tsx";

const settle = 200;

/** Reads the page again when the balance has moved on from what it was rendered with, so that lists follow the numbers. */
export function FollowBalance({ version, available }: { version: number; available: number }) {
  const { refresh } = useRouter();
  const [reading, startReading] = useTransition();
  const { balance } = useLiveBalance();
  // With the same version the number still changes when a batch ends and is not booked yet.
  const behind = balance.version > version || (balance.version === version && balance.available !== available);
  const wanted = `${balance.version} ${balance.available}`;
  // One reading at a time: in an outage it goes on until the page is there. A page may come back behind again, when the
  // balance moved while it was read: it is then read once more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is wanted starts the next reading.
  useEffect(() => {
    if (!behind || reading) return;
    const timer = setTimeout(() => startReading(refresh), settle);
    return () => clearTimeout(timer);
  }, [behind, reading, wanted, refresh]);
  return null;
}
