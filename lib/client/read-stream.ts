import { createParser } from "eventsource-parser";
import type { Balance } from "./balance.ts";
import { type BalanceSource, request } from "./balance-source.ts";
import type { Refusal } from "./refusal.ts";

/** What a connection brings. */
export interface StreamListener<B extends Balance> {
  onBalance: (balance: B) => void;
  /** The balance that this connection brought last is still the present one. */
  onHeartbeat: () => void;
  /** The server does not hear changes just now. */
  onAway: () => void;
}

/**
 * How a connection ended. Lost: whether it had brought a balance, and whether it had to be given up because nothing
 * came any more. Replaced: a newer stream of this session or device has its place.
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
    // Lost connections are ordinary: the caller tries again.
  } finally {
    clearTimeout(timer);
  }
  return replaced ? { status: "replaced" } : { status: "lost", broughtBalance, silent: silence.signal.aborted };
}

/** A message that cannot be read is no balance: what is shown stays. */
function parseBalance<B extends Balance>({ shape }: BalanceSource<B>, json: string): B | null {
  try {
    return shape.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

/** Reads until the end, or until `onText` answers false. Not by `for await`: Safari cannot. */
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
