import * as z from "zod/mini";
import type { Balance } from "#lib/credits/balance.ts";
import { openBalanceStream, type StreamListener, type StreamStatus } from "./balance-stream.ts";
import { BalanceMessage } from "./parse-balance.ts";

/** What the page that has the stream tells the others. */
interface Told {
  status: StreamStatus;
  balance: Balance | null;
}

const ToldMessage = z.object({
  status: z.enum(["connecting", "live", "reconnecting", "signed-out"]),
  balance: z.nullable(BalanceMessage),
});
const question = "what do you know?";

/** The page with the stream speaks whenever the server does, which is every 15 s. */
const silentAfter = 40_000;

/**
 * Follows an account's balance with one stream for all pages of this browser: the page that holds the lock has it and
 * tells the others. When that page goes, the next takes over; when it only falls silent, somebody takes the lock from
 * it. Answers how to stop.
 */
export function followTogether(account: string, listener: StreamListener): () => void {
  // Only pages with a secure address have locks; over plain http each page has a stream of its own.
  if (!("locks" in navigator)) return openBalanceStream(account, listener);
  const name = `purse-balance-${account}`;
  const channel = new BroadcastChannel(name);
  const closed = new AbortController();
  let told: Told = { status: "connecting", balance: null };
  let leading = false;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const tell = (news: Partial<Told>) => {
    told = { ...told, ...news };
    channel.postMessage(told);
  };
  const waitForWord = () => {
    clearTimeout(silence);
    silence = setTimeout(() => void lead({ steal: true }), silentAfter);
  };
  channel.addEventListener("message", ({ data }) => {
    if (data === question) {
      if (leading) channel.postMessage(told);
      return;
    }
    const news = ToldMessage.safeParse(data).data;
    if (leading || news === undefined) return;
    if (news.balance !== null) listener.onBalance(news.balance);
    listener.onStatus(news.status);
    waitForWord();
  });

  async function lead(options: LockOptions): Promise<void> {
    const lost = new AbortController();
    try {
      await navigator.locks.request(name, options, () => haveTheStream(AbortSignal.any([closed.signal, lost.signal])));
    } catch {
      // Stopped while waiting, or taken away by a page that heard nothing from here: wait for a turn again.
      lost.abort();
      leading = false;
      if (!closed.signal.aborted) follow();
    }
  }

  function haveTheStream(ended: AbortSignal): Promise<void> {
    leading = true;
    clearTimeout(silence);
    const stop = openBalanceStream(account, {
      onBalance: (balance) => {
        listener.onBalance(balance);
        tell({ balance });
      },
      onStatus: (status) => {
        listener.onStatus(status);
        tell({ status });
      },
      onHeard: () => tell({}),
    });
    return new Promise((resolve) => {
      const end = () => {
        stop();
        resolve();
      };
      if (ended.aborted) end();
      else ended.addEventListener("abort", end, { once: true });
    });
  }

  function follow(): void {
    channel.postMessage(question);
    waitForWord();
    void lead({ signal: closed.signal });
  }

  follow();
  return () => {
    closed.abort();
    clearTimeout(silence);
    channel.close();
  };
}
