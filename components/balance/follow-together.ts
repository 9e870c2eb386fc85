import * as z from "zod/mini";
import { WebBalance } from "#lib/client/balance.ts";
import { type Following, followBalance } from "#lib/client/follow-balance.ts";
import { thisPage } from "#lib/client/this-page.ts";

/** What a page knows of its account's balance; signed-out: the session has ended, or now belongs to another user. */
const PageBalance = z.object({
  status: z.enum(["connecting", "live", "polling", "reconnecting", "signed-out"]),
  /** The newest balance received; null before the first. */
  balance: z.nullable(WebBalance),
  /** When it was last confirmed as current: milliseconds since 1970. */
  heardAt: z.nullable(z.number()),
});
export type PageBalance = z.infer<typeof PageBalance>;

/** Called with every change of what is known. */
type PageListener = (now: PageBalance) => void;

const question = "what do you know?";

/** The page with the stream sends whenever the server does, which is every 15 s. */
const silentAfter = 40_000;

/**
 * Follows an account's balance with one stream for all pages of this browser: the page that holds the lock opens it and
 * sends the updates to the others. When that page closes, the next takes over; when it only stops sending, another page
 * takes the lock from it. Returns a function that stops following.
 */
export function followTogether(account: string, listener: PageListener): () => void {
  // Only secure contexts have locks; over plain http each page opens a stream of its own.
  if (!("locks" in navigator)) return followHere(account, listener);
  const name = `purse-balance-${account}`;
  const channel = new BroadcastChannel(name);
  const closed = new AbortController();
  let known: PageBalance = { status: "connecting", balance: null, heardAt: null };
  let leading = false;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const waitForWord = () => {
    clearTimeout(silence);
    silence = setTimeout(() => void lead({ steal: true }), silentAfter);
  };
  channel.addEventListener("message", ({ data }) => {
    if (data === question) {
      if (leading) channel.postMessage(known);
      return;
    }
    const news = PageBalance.safeParse(data).data;
    if (leading || news === undefined) return;
    listener(news);
    waitForWord();
  });

  async function lead(options: LockOptions): Promise<void> {
    const lost = new AbortController();
    try {
      await navigator.locks.request(name, options, () => haveTheStream(AbortSignal.any([closed.signal, lost.signal])));
    } catch {
      // Stopped while waiting, or the lock was taken by a page that heard nothing from here: queue for it again.
      lost.abort();
      leading = false;
      if (!closed.signal.aborted) follow();
    }
  }

  function haveTheStream(ended: AbortSignal): Promise<void> {
    leading = true;
    clearTimeout(silence);
    const stop = followHere(account, (now) => {
      known = now;
      listener(now);
      channel.postMessage(now);
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

/** Follows the balance from this page; returns a function that stops. */
function followHere(account: string, listener: PageListener): () => void {
  const followed = followBalance({ ...thisPage, account, shape: WebBalance }, (now) => listener(pageBalanceOf(now)));
  const stopped = new AbortController();
  window.addEventListener("offline", followed.drop, { signal: stopped.signal });
  window.addEventListener("online", followed.wake, { signal: stopped.signal });
  document.addEventListener("visibilitychange", followed.wake, { signal: stopped.signal });
  return () => {
    stopped.abort();
    followed.close();
  };
}

function pageBalanceOf({ status, balance, heardAt, refusal }: Following<WebBalance>): PageBalance {
  if (status !== "refused") return { status, balance, heardAt };
  return { status: refusal?.status === "signed-out" ? "signed-out" : "reconnecting", balance, heardAt };
}
