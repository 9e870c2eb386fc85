import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { EventSource } from "eventsource";
import { z } from "zod";

const states = z.object({ version: z.number(), at: z.string(), available: z.number() });

/** A third-party program that follows a stream of balances. */
export interface StreamReader {
  name: string;
  /** The received events, oldest first, with their ids. */
  brought: (z.infer<typeof states> & { id: string })[];
  /** The `Last-Event-ID` of each connection it has tried to open, null where it sent none. */
  tries: (string | null)[];
  /** The status at which it gave up, or null. */
  gaveUpAt: () => number | null;
  close: () => Promise<void>;
}

/** Follows with the library `eventsource`, one object for as long as it lives. */
export function followWithEventSource(url: string, headers: Record<string, string>): StreamReader {
  const reader = { name: "EventSource", brought: [] as StreamReader["brought"][number][] };
  const tries: StreamReader["tries"] = [];
  let gaveUpAt: number | null = null;
  const source = new EventSource(`${url}/api/v1/balance/events`, {
    fetch: (input, init) => {
      tries.push(init.headers["Last-Event-ID"] ?? null);
      return fetch(input, { ...init, headers: { ...init.headers, ...headers } });
    },
  });
  source.addEventListener("balance", ({ data, lastEventId }) => {
    reader.brought.push({ ...states.parse(JSON.parse(data)), id: lastEventId });
  });
  source.addEventListener("error", ({ code }) => {
    if (source.readyState === source.CLOSED) gaveUpAt = code ?? 0;
  });
  return { ...reader, tries, gaveUpAt: () => gaveUpAt, close: async () => source.close() };
}

/** Follows with the system's `curl -N`, restarted when it ends, as a user does in a terminal. */
export function followWithCurl(url: string, headers: Record<string, string>): StreamReader {
  const named = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  // `kill -0`: it stops when its reader is gone.
  const loop = 'while kill -0 "$PPID"; do echo ": curl"; curl -sfN "$@"; sleep 1; done';
  const shell = spawn("/bin/sh", ["-c", loop, "sh", ...named, `${url}/api/v1/balance/events`], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const reader = { name: "curl", brought: [] as StreamReader["brought"][number][] };
  const tries: StreamReader["tries"] = [];
  let id = "";
  createInterface({ input: shell.stdout }).on("line", (line) => {
    if (line === ": curl") tries.push(null);
    if (line.startsWith("id: ")) id = line.slice(4);
    if (line.startsWith("data: ")) reader.brought.push({ ...states.parse(JSON.parse(line.slice(6))), id });
  });
  return { ...reader, tries, gaveUpAt: () => null, close: () => endGroup(shell) };
}

async function endGroup(shell: ChildProcess): Promise<void> {
  if (shell.pid === undefined) return;
  const ended = once(shell, "exit");
  process.kill(-shell.pid, "SIGKILL");
  await ended;
}
