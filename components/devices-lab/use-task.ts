"use client";

import { useEffect, useRef, useState } from "react";
import type { CreditsClient, FeatureUse } from "#lib/client/credits-client.ts";
import { makeKey } from "#lib/client/make-key.ts";
import type { Refusal } from "#lib/client/refusal.ts";
import type { Run } from "#lib/client/responses.ts";

/** What a device is doing with a feature. `refused` with `unknown` can be retried under its key. */
export type Task =
  | { status: "none" }
  | { status: "starting"; use: FeatureUse }
  | { status: "running"; use: FeatureUse; run: Run }
  | { status: "over"; use: FeatureUse; run: Run; picture: string | null }
  | { status: "refused"; use: FeatureUse; refusal: Refusal };

/** Starts a run on a device and follows it to its end. */
export function useTask(client: CreditsClient | null) {
  const [task, setTask] = useState<Task>({ status: "none" });
  const left = useRef<AbortController | null>(null);
  useEffect(() => () => left.current?.abort(), []);
  // A result from another app version is removed when the version changes; a run with an unknown outcome stays.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another client is another version or sign-in.
  useEffect(() => setTask((now) => (isSettled(now) ? { status: "none" } : now)), [client]);

  /** Returns why the run did not start, or null. A run that started is followed automatically. */
  async function start(use: FeatureUse, key = makeKey()): Promise<Refusal | null> {
    if (client === null) return null;
    setTask({ status: "starting", use });
    const begun = await client.startRun(use, key);
    if (begun.status !== "ok") {
      setTask({ status: "refused", use, refusal: begun });
      return begun;
    }
    void follow(client, use, begun.run);
    return null;
  }

  async function follow(running: CreditsClient, use: FeatureUse, begun: Run): Promise<void> {
    left.current?.abort();
    const leaving = new AbortController();
    left.current = leaving;
    setTask({ status: "running", use, run: begun });
    const end = await running.followRun(begun.id, (run) => setTask({ status: "running", use, run }), leaving.signal);
    if (end.status === "left") return;
    if (end.status !== "over") return setTask({ status: "refused", use, refusal: end });
    setTask({ status: "over", use, run: end.run, picture: await readPicture(running, end.run) });
  }

  async function cancel(): Promise<void> {
    if (client !== null && task.status === "running") await client.cancelRun(task.run.id);
  }

  return { task, start, cancel, clear: () => setTask({ status: "none" }) };
}

function isSettled(task: Task): boolean {
  return task.status === "over" || (task.status === "refused" && task.refusal.status !== "unknown");
}

async function readPicture(client: CreditsClient, { results = [] }: Run): Promise<string | null> {
  const made = results.find(({ type }) => type.startsWith("image/"));
  const file = made === undefined ? null : await client.readFile(made.url);
  return file === null ? null : URL.createObjectURL(file);
}
