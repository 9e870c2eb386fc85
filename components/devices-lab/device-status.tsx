"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { Following } from "#lib/client/follow-balance.ts";
import { StatusDot } from "./status-dot.tsx";

/** Whether the number on a device is current, and how old it is when that is unknown. */
export function DeviceStatus({ following: { status, heardAt } }: { following: Following }) {
  const t = useTranslations("devicesLab.status");
  const isLost = status === "reconnecting" || status === "refused";
  const seconds = useSecondsSince(isLost ? heardAt : null);
  return (
    <p className="flex items-center justify-center gap-2.5 text-ink-2 text-sm">
      <StatusDot tone={status === "live" ? "ok" : status === "connecting" ? "calm" : "warning"} />
      {seconds === null ? t(words[status]) : t("old", { seconds, minutes: Math.floor(seconds / 60) })}
    </p>
  );
}

const words = {
  connecting: "connecting",
  live: "same",
  polling: "polling",
  reconnecting: "reconnecting",
  refused: "reconnecting",
} as const satisfies Record<Following["status"], string>;

function useSecondsSince(heardAt: number | null): number | null {
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (heardAt === null) return;
    setNow(Date.now());
    const ticking = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(ticking);
  }, [heardAt]);
  return heardAt === null ? null : Math.max(0, Math.floor((now - heardAt) / 1_000));
}
