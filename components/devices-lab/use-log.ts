"use client";

import { useMemo, useState } from "react";
import type { LabPlatform } from "./lab-versions.ts";
import type { LoggedCall } from "./network.ts";

/** A line of the log; `times` counts consecutive responses to one call, such as polls of a run. */
export interface LogLine extends LoggedCall {
  id: number;
  platform: LabPlatform;
  at: number;
  times: number;
}

const mostLines = 80;

/** The log of both devices, newest first. */
export function useLog() {
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const actions = useMemo(() => {
    const add = (platform: LabPlatform) => (logged: LoggedCall) =>
      setLines((now) => {
        const [newest] = now;
        const id = (newest?.id ?? 0) + 1;
        const again = newest?.platform === platform && newest.call === logged.call && newest.status === logged.status;
        const times = again && logged.status !== null ? newest.times + 1 : 1;
        const line = { ...logged, id, platform, at: Date.now(), times };
        return [line, ...(times > 1 ? now.slice(1) : now)].slice(0, mostLines);
      });
    return {
      add: { desktop: add("desktop"), mobile: add("mobile") },
      clear: () => setLines([]),
    };
  }, []);
  return { lines, ...actions };
}
