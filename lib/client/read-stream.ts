import { createParser } from "eventsource-parser";
import type { Balance } from "./balance.ts";
import { type BalanceSource, request } from "./balance-source.ts";
import type { Refusal } from "./refusal.ts";

/** A message of a connection. */
export interface StreamListener<B extends Balance> {
  onBalance: (balance: B) => void;
  /** A heartbeat: the last balance of this connection is still current. */
  onHeartbeat: () => void;
  /** The server does not receive changes at the moment. */
  onAway: () => void;
}

/**
 * How a connection ended. Lost: whether it had brought a balance, and whether it was dropped because nothing
 * arrived any more. Replaced: a newer stream of this session or device took its place.
 */
export type StreamEnd =
  | { status: "lost"; broughtBalance: boolean; silent: boolean }
  | { status: "replaced" }
  | { status: "refused"; refusal: Refusal };

/** A heartbeat comes every 15 s. An EventSource would hide it, and a dead connection would look live. */
const silentAfterMs = 35_000;
/** A message has less than 1 KB. */
const longestMessage = 64 * 1_024;

/** Follows one connection to its end. */
export async function readStream<B extends Balance>(
  source: BalanceSource<B>,
  signal: AbortSignal,
  listener: StreamListener<B>,
): Promise<StreamEnd> {
  const silence = new AbortController();
  const expectMore = () => setTimeout(() => silence.abort(), silentAfterMs);
  let timer = expectMore();
  let broughtBalance = false;
  let replaced = false;
  const parser = createParser({
    maxBufferSize: longestMessage,
    onEvent: ({ event, data }) => {
      const balance = event === "balance" ? parseBalance(source, data) : null;
      if (balance === null) return;
      broughtBalance = true;
      listener.onBalance(balance);
    },
    onComment: (comment) => {
      if (comment === "replaced") replaced = true;
      else if (comment === "away") listener.onAway();
      else if (broughtBalance) listener.onHeartbeat();
    },
  });
  try {
    const opened = await request(source, "/api/v1/balance/events", AbortSignal.any([signal, silence.signal]));
    if (opened.status === "refused") return opened;
    if (opened.status === "ok")
      await readText(opened.response, (text) => {
        clearTimeout(timer);
        timer = expectMore();
        parser.feed(text);
        return !replaced;
      });
  } catch {
    // Lost connections are normal: the caller retries.
  } finally {
    clearTimeout(timer);
  }
  return replaced ? { status: "replaced" } : { status: "lost", broughtBalance, silent: silence.signal.aborted };
}

/** An invalid message is ignored: the current balance stays. */
function parseBalance<B extends Balance>({ shape }: BalanceSource<B>, json: string): B | null {
  try {
    return shape.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

/** Reads to the end, or until `onText` returns false. Without `for await`, which Safari does not support on streams. */
async function readText({ body }: Response, onText: (text: string) => boolean): Promise<void> {
  const reader = body?.getReader();
  if (reader === undefined) return;
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || !onText(decoder.decode(value, { stream: true }))) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
