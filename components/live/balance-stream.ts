import { readMessages } from "#lib/client/read-messages.ts";
import type { Balance } from "#lib/credits/balance.ts";
import { parseBalance } from "./parse-balance.ts";
import { pause } from "./pause.ts";

/** connecting: not heard from it yet · live · reconnecting: lost, trying again · signed-out: the session has ended. */
export type StreamStatus = "connecting" | "live" | "reconnecting" | "signed-out";

/** Who wants to know. */
export interface StreamListener {
  onBalance: (balance: Balance) => void;
  onStatus: (status: StreamStatus) => void;
  /** The server said anything at all. */
  onHeard?: () => void;
}

// The server speaks at least every 15 s. An EventSource would hide that, and a dead connection would look live.
const silentAfter = 35_000;
const longestPause = 3_000;
/** Other pages of this browser have as many streams as it may: coming back at once would take one of theirs. */
const replacedPause = 30_000;

/** Opens the stream of an account's balances and keeps it open, across lost connections and sleep; returns what closes it. */
export function openBalanceStream(account: string, listener: StreamListener): () => void {
  const closed = new AbortController();
  void follow(account, listener, closed.signal);
  return () => closed.abort();
}

async function follow(account: string, listener: StreamListener, closed: AbortSignal): Promise<void> {
  for (let failures = 0; !closed.aborted; failures += 1) {
    const outcome = await listen(account, listener, closed);
    if (closed.aborted) return;
    listener.onStatus(outcome === "signed-out" ? "signed-out" : "reconnecting");
    if (outcome === "signed-out") return;
    if (outcome === "heard") failures = 0;
    // Not all at once: everybody lost the same server.
    const soon = Math.min(longestPause, 500 * 2 ** failures) * (0.75 + Math.random() / 4);
    await pause(outcome === "replaced" ? replacedPause : soon, closed);
  }
}

/** Follows one connection to its end, and says whether it brought anything. */
async function listen(
  account: string,
  listener: StreamListener,
  closed: AbortSignal,
): Promise<"heard" | "silent" | "replaced" | "signed-out"> {
  const silence = new AbortController();
  const lose = () => silence.abort();
  let timer = setTimeout(lose, silentAfter);
  let heard = false;
  let away = false;
  window.addEventListener("offline", lose);
  try {
    const answer = await fetch("/api/v1/balance/events", {
      headers: { Accept: "text/event-stream" },
      cache: "no-store",
      signal: AbortSignal.any([closed, silence.signal]),
    });
    if (answer.status === 401) return "signed-out";
    if (!answer.ok || answer.body === null) return "silent";
    // Somebody else has signed in meanwhile: their numbers are not for this page.
    if (answer.headers.get("Credits-Account") !== account) {
      await answer.body.cancel();
      return "signed-out";
    }
    for await (const message of readMessages(answer.body)) {
      clearTimeout(timer);
      timer = setTimeout(lose, silentAfter);
      listener.onHeard?.();
      if (message.comment === "replaced") return "replaced";
      if (message.comment === "away") {
        away = true;
        listener.onStatus("reconnecting");
        continue;
      }
      const balance = message.event === "balance" ? parseBalance(message.data) : null;
      if (balance !== null) listener.onBalance(balance);
      if (balance !== null || away) listener.onStatus("live");
      heard ||= balance !== null;
      away = false;
    }
  } catch {
    // Lost connections are ordinary: the caller says so on the page and tries again.
  } finally {
    clearTimeout(timer);
    window.removeEventListener("offline", lose);
  }
  return heard ? "heard" : "silent";
}
