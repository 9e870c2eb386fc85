"use client";

import { useState } from "react";
import type { WebRun } from "#lib/client/responses.ts";
import { useLiveBalance } from "../balance/live-balance.tsx";
import { exportFree, type RunFailure, sendRun } from "./send-run.ts";
import type { Shown } from "./tool-result.tsx";
import { useRun } from "./use-run.ts";

/** What a tool's page does with runs: starts, follows and cancels them, and makes free exports. */
export function useToolRun(recent: WebRun | null) {
  const { account } = useLiveBalance();
  const { run, setRun, cancel, cancelling } = useRun(recent);
  const [free, setFree] = useState<Extract<Shown, { what: "free" }> | null>(null);
  const [replayed, setReplayed] = useState(false);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<RunFailure | null>(null);
  const shown: Shown = free ?? (run ? { what: "run", run, replayed } : null);

  async function start(
    form: FormData,
    key: string,
    toFail: boolean,
  ): Promise<"begun" | "reused" | "refused" | "unknown"> {
    setSending(true);
    setFailure(null);
    const outcome = await sendRun(form, { account, key, toFail });
    setSending(false);
    if (outcome.status === "begun") {
      setFree(null);
      setReplayed(outcome.replayed);
      setRun(outcome.run);
      return "begun";
    }
    setFailure(outcome);
    if (outcome.status !== "refused") return "unknown";
    return outcome.slug === "idempotency-key-reused" ? "reused" : "refused";
  }

  /** Returns whether a file was made. */
  async function startFree(form: FormData): Promise<boolean> {
    setSending(true);
    setFailure(null);
    const outcome = await exportFree(form);
    setSending(false);
    if (outcome.status !== "made") {
      setFailure(outcome);
      return false;
    }
    if (free) URL.revokeObjectURL(free.file.url);
    setFree({ what: "free", file: outcome.file });
    return true;
  }

  const busy = free === null && run?.status === "running";
  return { shown, sending, failure, busy, start, startFree, clearFailure: () => setFailure(null), cancel, cancelling };
}
