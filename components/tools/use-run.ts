"use client";

import { useEffect, useState } from "react";
import { cancelRun, readRun } from "#lib/client/page-client.ts";
import type { WebRun } from "#lib/client/responses.ts";

const lookEveryMs = 500;

/** The run that this page follows until it ends; `recent` is what the server knew when the page was rendered. */
export function useRun(recent: WebRun | null) {
  const [run, setRun] = useState(recent);
  const [cancelling, setCancelling] = useState(false);
  const followed = run?.status === "running" ? run.id : null;

  useEffect(() => {
    if (followed === null) return;
    let timer: ReturnType<typeof setTimeout>;
    let left = false;
    const look = async () => {
      const now = await readRun(followed);
      if (left) return;
      if (now) setRun((shown) => (shown?.id === now.id ? now : shown));
      timer = setTimeout(look, lookEveryMs);
    };
    timer = setTimeout(look, lookEveryMs);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [followed]);

  async function cancel() {
    if (run === null || cancelling) return;
    setCancelling(true);
    const now = await cancelRun(run.id);
    setCancelling(false);
    if (now) setRun(now);
  }

  return { run, setRun, cancel, cancelling };
}
