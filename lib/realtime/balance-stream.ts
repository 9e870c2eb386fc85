import "server-only";
import type { Balance } from "#lib/credits/balance.ts";
import { onAccountChange } from "./listener.ts";
import { keepStream } from "./streams.ts";

const heartbeatMs = 15_000;
const longestTimerMs = 2 ** 31 - 1;
/** A reader that lets this many messages lie is ended; it comes back and gets the present state. */
const mostUnread = 32;

/** What a stream needs: the account, how to read its present state, and whether the caller is still who they were. */
interface Source {
  account: string;
  read: () => Promise<Balance | null>;
  stillAllowed: () => Promise<boolean>;
}

/**
 * Server-sent events with the account's present state: at once, after every announced change, and at the instant of
 * the next expiry, whether it is booked or not. Never the same state twice. Ends when the caller leaves (`signal`), is no longer
 * allowed, reads too slowly, or the state cannot be read: the client then comes back and starts from the present state.
 */
export function balanceStream(source: Source, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string) => {
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) < -mostUnread) stop();
        };
        stop = follow(source, send, () => controller.close());
        signal.addEventListener("abort", () => stop(), { once: true });
      },
      cancel: () => stop(),
    },
    { highWaterMark: 1 },
  );
}

/** Follows one account until the answer is called, which ends it once. */
function follow(source: Source, send: (text: string) => void, close: () => void): () => void {
  let ended = false;
  let lastSent = "";
  let reading = false;
  let again = false;
  let expiryTimer: NodeJS.Timeout | undefined;
  let unsubscribe = () => {};

  const end = () => {
    if (ended) return;
    ended = true;
    clearInterval(heartbeat);
    clearTimeout(expiryTimer);
    unsubscribe();
    forget();
    close();
  };
  const forget = keepStream(end);
  const heartbeat = setInterval(() => void beat().catch(end), heartbeatMs);

  async function beat(): Promise<void> {
    if (!(await source.stillAllowed())) end();
    else if (!ended) send(": still here\n\n");
  }

  async function sendPresentState(): Promise<void> {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    do {
      again = false;
      const balance = await source.read();
      if (ended) return;
      if (balance === null) return end();
      const { at: _at, ...state } = balance;
      const text = JSON.stringify(state);
      if (text !== lastSent) send(`event: balance\nid: ${balance.version}\ndata: ${JSON.stringify(balance)}\n\n`);
      lastSent = text;
      wakeAtExpiry(balance);
    } while (again);
    reading = false;
  }

  function wakeAtExpiry({ at, nextExpiry }: Balance): void {
    clearTimeout(expiryTimer);
    if (nextExpiry === null || ended) return;
    const wait = Math.max(new Date(nextExpiry.at).getTime() - new Date(at).getTime(), 0) + 1;
    expiryTimer = setTimeout(wake, Math.min(wait, longestTimerMs));
  }

  function wake(): void {
    sendPresentState().catch((error: unknown) => {
      console.warn(`a balance stream ended: ${error instanceof Error ? error.message.split("\n")[0] : "unknown"}`);
      end();
    });
  }

  async function begin(): Promise<void> {
    send("retry: 1000\n\n");
    // Subscribe first, then read: a change between the two wakes the stream once more than needed, never less.
    const stopListening = await onAccountChange(source.account, wake);
    if (ended) stopListening();
    else unsubscribe = stopListening;
    wake();
  }
  begin().catch(end);
  return end;
}
