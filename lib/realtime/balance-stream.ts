import "server-only";
import type { Balance } from "#lib/credits/balance.ts";
import { onAccountChange, onDeafness, onPolicyChange, onSignOut } from "./listener.ts";
import { keepStream } from "./streams.ts";

const heartbeatMs = 15_000;
const retryMs = 1_000;
const longestTimerMs = 2 ** 31 - 1;
/** A reader that lets this many messages lie is ended; it comes back and gets the present state. */
const mostUnread = 32;

/** What a stream needs: the account, how to read its present state, and whether the caller is still who they were. */
interface Source {
  account: string;
  read: () => Promise<Balance | null>;
  /** What of it the caller is shown. */
  present: (balance: Balance) => { at: string };
  stillAllowed: () => Promise<boolean>;
}

/**
 * Server-sent events with the account's present state: at once, after every announced change, and at the instant of
 * the next expiry, whether it is booked or not. Never the same state twice. Ends when the caller leaves (`signal`), is
 * no longer allowed or reads too slowly. While the database cannot be asked it stays open, says so in a comment, and
 * speaks again when it can.
 */
export function balanceStream(source: Source, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  let cancelled = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string) => {
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) < -mostUnread) stop();
        };
        stop = follow(source, send, () => {
          if (!cancelled) controller.close();
        });
        signal.addEventListener("abort", () => stop(), { once: true });
      },
      cancel: () => {
        cancelled = true;
        stop();
      },
    },
    { highWaterMark: 1 },
  );
}

/** By the database's clock, as both instants are its own; a millisecond later nothing counts any more that ends then. */
function untilExpiry({ at, nextExpiry }: Balance): number | null {
  if (nextExpiry === null) return null;
  return Math.max(new Date(nextExpiry.at).getTime() - new Date(at).getTime(), 0) + 1;
}

/** Follows one account until the answer is called, which ends it once. */
function follow(source: Source, send: (text: string) => void, close: () => void): () => void {
  let ended = false;
  let lastSent = "";
  let reading = false;
  let again = false;
  let failing = false;
  let nextLook: NodeJS.Timeout | undefined;
  const subscriptions: (() => void)[] = [];

  const end = () => {
    if (ended) return;
    ended = true;
    clearInterval(heartbeat);
    clearTimeout(nextLook);
    for (const unsubscribe of subscriptions) unsubscribe();
    forget();
    close();
  };
  const forget = keepStream(end);
  const heartbeat = setInterval(beatOrWait, heartbeatMs);

  async function beat(): Promise<void> {
    if (!(await source.stillAllowed())) end();
    else if (!ended) send(": still here\n\n");
  }

  function beatOrWait(): void {
    void beat().catch(complain);
  }

  async function sendPresentState(): Promise<void> {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    try {
      do {
        again = false;
        const balance = await source.read();
        failing = false;
        if (ended) return;
        if (balance === null) return end();
        const shown = source.present(balance);
        const { at: _at, ...state } = shown;
        const text = JSON.stringify(state);
        if (text !== lastSent) send(`event: balance\nid: ${balance.version}\ndata: ${JSON.stringify(shown)}\n\n`);
        lastSent = text;
        lookAgainIn(untilExpiry(balance));
      } while (again);
    } finally {
      reading = false;
    }
  }

  function lookAgainIn(wait: number | null): void {
    clearTimeout(nextLook);
    if (wait !== null && !ended) nextLook = setTimeout(wake, Math.min(wait, longestTimerMs));
  }

  function wake(): void {
    sendPresentState().catch((error: unknown) => {
      complain(error);
      lookAgainIn(retryMs);
    });
  }

  function complain(error: unknown): void {
    if (!failing)
      console.warn(`a balance stream waits: ${error instanceof Error ? error.message.split("\n")[0] : "unknown"}`);
    failing = true;
  }

  send("retry: 1000\n\n");
  // Subscribe first, then read: a change between the two wakes the stream once more than needed, never less.
  subscriptions.push(
    onAccountChange(source.account, wake),
    onSignOut(source.account, beatOrWait),
    onPolicyChange(beatOrWait),
    onDeafness(() => send(": away\n\n")),
  );
  wake();
  return end;
}
