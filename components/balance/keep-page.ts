import { pause } from "./pause.ts";

const longestPause = 3_000;
const longestRead = 30_000;

/**
 * Reads pages as Next's router does, but keeps the open page where an outage would take it away. The router answers a
 * page that it cannot read by sending the browser there, which ends at the browser's own error page, or a proxy's; and
 * a page whose data could not be read takes the place of the one that was fine. So it is read again until it is there:
 * the one that is open until it is whole, another one until anybody but a proxy answers.
 */
export function keepPage(fetch: typeof window.fetch): typeof window.fetch {
  return (input, init) => {
    const page = addressOfPage(input, init);
    if (page === null) return fetch(input, init);
    const isOpen = page === addressOf(new URL(location.href));
    return readUntil(isOpen ? isWhole : isAnswered, (signal) => fetch(input, { ...init, signal }));
  };
}

/**
 * Which page this asks for, or null when it is something else. A page that is only read ahead may fail, and what has a
 * signal of its own is a developer's edit, whose mistakes are to be seen.
 */
function addressOfPage(input: RequestInfo | URL, init: RequestInit | undefined): string | null {
  const headers = new Headers(init?.headers);
  if (!(input instanceof URL) || headers.get("RSC") !== "1" || headers.has("Next-Router-Prefetch")) return null;
  return init?.signal ? null : addressOf(input);
}

function addressOf(url: URL): string {
  const search = new URLSearchParams(url.search);
  search.delete("_rsc");
  return `${url.origin}${url.pathname}?${search}`;
}

async function readUntil(
  isDone: (answer: Response) => Promise<boolean>,
  read: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> {
  for (let failures = 0; ; failures += 1) {
    // A connection that died without a word would keep us waiting long after the others are back.
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), Math.min(longestRead, 4_000 * 2 ** failures));
    try {
      const answer = await read(limit.signal);
      if (await isDone(answer)) return answer;
    } catch {
      // Nobody there, or gone while answering.
    } finally {
      clearTimeout(timer);
    }
    await pause(Math.min(longestPause, 250 * 2 ** failures) * (0.75 + Math.random() / 4));
  }
}

async function isAnswered({ status }: Response): Promise<boolean> {
  return status !== 502 && status !== 503 && status !== 504;
}

/** Parts that failed are lines `id:E{"digest":"…"}`, with a number; Next's own (a redirect, not found) have words there. */
async function isWhole(answer: Response): Promise<boolean> {
  return answer.status < 500 && !/:E\{"digest":"\d/.test(await answer.clone().text());
}
