import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ListenHosts } from "./free-port.ts";
import { Problem } from "./problem.ts";

/** How long the database can be down while the app starts, before the start fails. */
const patienceMs = 60_000;
const pauseMs = 100;
const Reason = z.object({ detail: z.string() });

/** Where this machine reaches an app that listens on these hosts. */
export function localAddress({ hosts, port }: { hosts: ListenHosts; port: number }): string {
  const [host = "localhost", ...more] = hosts === "everywhere" ? [] : hosts;
  const isOne = more.length === 0 && host !== "0.0.0.0" && host !== "::";
  const reachable = isOne ? host : "localhost";
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

/**
 * Waits until `/api/ready` responds with 200. No response and 503 are retried; any other status is an error that waiting
 * does not fix.
 * @throws Problem with the last reason of the app.
 */
export async function untilReady(address: string, limitMs = patienceMs): Promise<void> {
  const limit = AbortSignal.timeout(limitMs);
  for (let last = "no answer"; ; await sleep(pauseMs)) {
    if (limit.aborted) throw new Problem(`The app was not ready after ${limitMs / 1_000} s: ${last}.`);
    const response = await fetch(`${address}/api/ready`, { signal: limit, redirect: "manual" }).catch(() => null);
    if (response === null) continue;
    const body = await response.text().catch(() => "");
    if (response.status === 200) return;
    last = `/api/ready answers ${response.status}${reasonIn(body)}`;
    if (response.status !== 503) throw new Problem(`The app does not work: ${last}. Its errors are printed above.`);
  }
}

function reasonIn(body: string): string {
  try {
    return `, ${Reason.parse(JSON.parse(body)).detail}`;
  } catch {
    return "";
  }
}
