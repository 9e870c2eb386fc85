import * as z from "zod/mini";
import { arriveLate } from "./late-stream.ts";

/** What is switched on for a device's connection. */
export interface NetworkSwitches {
  offline: boolean;
  slow: boolean;
  /** The demo's request to fail the next run; used up by the run that starts. */
  failNext: boolean;
}

/** One line of the log: a call with its response, or an event of the stream. Never a header, so never the token. */
export interface LoggedCall {
  call: string;
  /** The status of the response; null when there was none. */
  status: number | null;
  ms: number | null;
  answer: string;
  replayed: boolean;
}

/** A device's own connection: what passes through it is logged, and can be delayed and cut. */
export interface Network {
  fetch: typeof fetch;
  set: (switches: NetworkSwitches) => void;
}

const slowMs = 1_500;

/** Opens a connection that logs every call. `onFailUsed` is called when a run carried the request to fail. */
export function openNetwork(onCall: (logged: LoggedCall) => void, onFailUsed: () => void): Network {
  let now: NetworkSwitches = { offline: false, slow: false, failNext: false };
  const cuts = new Set<AbortController>();
  return {
    set: (switches) => {
      now = switches;
      if (!now.offline) return;
      for (const cut of cuts) cut.abort();
      cuts.clear();
    },
    fetch: async (input, init) => {
      const began = performance.now();
      const method = init?.method ?? "GET";
      const path = new URL(String(input)).pathname;
      const log = (status: number | null, answer: string, replayed = false) =>
        onCall({ call: `${method} ${path}`, status, ms: Math.round(performance.now() - began), answer, replayed });
      const headers = new Headers(init?.headers);
      const isStart = method === "POST" && path === "/api/v1/runs";
      const failing = isStart && now.failNext;
      if (failing) headers.set("Purse-Demo", "fail");
      const cut = new AbortController();
      try {
        if (now.slow) await new Promise((resolve) => setTimeout(resolve, slowMs));
        if (now.offline) throw new TypeError("offline");
        cuts.add(cut);
        const signal = init?.signal ? AbortSignal.any([init.signal, cut.signal]) : cut.signal;
        const answer = await fetch(input, { ...init, headers, signal });
        const isStream = answer.headers.get("Content-Type")?.startsWith("text/event-stream") ?? false;
        if (!isStream) cuts.delete(cut);
        log(answer.status, isStream ? "" : await tell(answer), answer.headers.has("Idempotent-Replayed"));
        if (failing && answer.ok) onFailUsed();
        if (!isStream || answer.body === null) return answer;
        const late = arriveLate(answer.body, () => (now.slow ? slowMs : 0));
        return new Response(late, { status: answer.status, headers: answer.headers });
      } catch (error) {
        cuts.delete(cut);
        // A caller that closes a stream expects no response.
        if (!init?.signal?.aborted) log(null, "");
        throw error;
      }
    },
  };
}

/** The body of a response as the log shows it: quote ids are shortened, as they are long and say nothing. */
async function tell(answer: Response): Promise<string> {
  if (!answer.headers.get("Content-Type")?.includes("json")) return answer.headers.get("Content-Type") ?? "";
  const secrets = /"(access_token|device_code)":"[^"]*"/g;
  return shorten((await answer.clone().text()).replaceAll(secrets, '"$1":"…"'));
}

/** JSON for the log, with long strings cut. */
export function shorten(json: string): string {
  const parsed = z.string().check(z.maxLength(4_000)).safeParse(json);
  const text = parsed.success ? parsed.data : `${json.slice(0, 4_000)}…`;
  return text.replaceAll(/"([\w-]{16})[\w-]{60,}"/g, '"$1…"');
}
