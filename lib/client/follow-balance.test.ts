import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WebBalance } from "./balance.ts";
import { type Following, followBalance } from "./follow-balance.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  for (const close of closes.splice(0)) close();
  vi.useRealTimers();
});
const closes: (() => void)[] = [];

const account = "8f5d2c8e-9d51-4d8a-a6cf-2f8f6f2f9f10";

/** A balance of this version, as JSON for the web. */
function balanceOf(version: number, available = 100 - version) {
  const byKind = { subscription: 0, activity: 0, purchased: available };
  const at = `2026-12-05T00:00:${String(version).padStart(2, "0")}.000Z`;
  return { version, at, available, held: 0, byKind, nextExpiry: null, nextCredits: null };
}
const event = (version: number) => `event: balance\nid: ${version}\ndata: ${JSON.stringify(balanceOf(version))}\n\n`;

type Respond = (signal: AbortSignal) => Promise<Response>;

const of = { "Credits-Account": account };
const away: Respond = async () => {
  throw new TypeError("Failed to fetch");
};
const problem =
  (slug: string, status: number): Respond =>
  async () =>
    Response.json({ type: `/problems/${slug}`, title: "No", status, detail: "because" }, { status });
const nothing: Respond = (signal) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));

/**
 * Follows a server with these responses; returns what was reported, what was requested, and how to send on the
 * stream.
 */
function follow(now: { stream: Respond; balance: Respond }) {
  const told: Following<WebBalance>[] = [];
  const requested: string[] = [];
  const fetch = async (url: string | URL | Request, init?: RequestInit) => {
    requested.push(String(url));
    const signal = init?.signal ?? new AbortController().signal;
    return await (String(url).endsWith("/events") ? now.stream : now.balance)(signal);
  };
  const source = { baseUrl: "", fetch, headers: {}, credentials: "same-origin" as const, account, shape: WebBalance };
  const followed = followBalance(source, (following) => told.push(following));
  closes.push(followed.close);
  const last = () => `${told.at(-1)?.status} ${told.at(-1)?.balance?.version ?? "none"}`;
  const polls = () => requested.filter((url) => url === "/api/v1/balance").length;
  return { ...followed, now, told, last, polls, streams: () => requested.length - polls() };
}

/** Streams that stay open, and that a test can send on. */
function openStreams(first: string, whose: Record<string, string> = of) {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  const stream: Respond = async (signal) => {
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(opened) {
        controller = opened;
        if (first !== "") opened.enqueue(encoder.encode(first));
        signal.addEventListener("abort", () => opened.error(new Error("aborted")));
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream", ...whose } });
  };
  return {
    stream,
    say: async (text: string) => {
      controller?.enqueue(encoder.encode(text));
      await vi.advanceTimersByTimeAsync(0);
    },
    end: async () => {
      controller?.close();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

const shows =
  (version: number): Respond =>
  async () =>
    Response.json(balanceOf(version), { headers: of });
const unexpected: Respond = async () => {
  throw new Error("no request was expected");
};

test("messages are read however they are split, and a truncated or invalid one changes nothing", async () => {
  const { stream, say, end } = openStreams("retry: 1000\n\nevent: bal");
  const page = follow({ stream, balance: unexpected });
  await vi.advanceTimersByTimeAsync(0);
  await say(event(4).slice("event: bal".length, -1));
  expect(page.told).toEqual([]);
  await say("\n: still here\r\n\r\nevent: other\ndata: 1\n\nevent: balance\ndata: {\n\nevent: balance\ndata: {}\n\n");
  expect(page.last()).toBe("live 4");
  await say(`${event(5)}${event(6)}${event(7).slice(0, -1)}`);
  await end();
  expect(page.last()).toBe("reconnecting 6");
  expect(page.polls()).toBe(0);
});

test("a silent stream is dropped, and the balance is polled at once and every 15 s until a stream sends", async () => {
  const { stream, say } = openStreams("");
  const page = follow({ stream, balance: shows(3) });
  await vi.advanceTimersByTimeAsync(34_000);
  expect([page.last(), page.polls()]).toEqual(["undefined none", 0]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([page.last(), page.polls()]).toEqual(["polling 3", 1]);
  const askedAt = page.told.at(-1)?.heardAt ?? 0;

  page.now.balance = shows(5);
  await vi.advanceTimersByTimeAsync(15_000);
  expect([page.last(), page.polls()]).toEqual(["polling 5", 2]);
  expect(page.told.at(-1)?.heardAt, "a polled balance is fresh").toBeGreaterThan(askedAt);
  expect(page.streams(), "the stream is opened again meanwhile").toBe(2);

  await say(event(6));
  expect(page.last()).toBe("live 6");
  const polled = page.polls();
  for (let count = 0; count < 20; count += 1) {
    await vi.advanceTimersByTimeAsync(15_000);
    await say(": still here\n\n");
  }
  expect([page.last(), page.polls()]).toEqual(["live 6", polled]);
});

test("polling starts after a stream fails twice in a row, not after once", async () => {
  const { stream, say } = openStreams(event(1));
  const page = follow({ stream: away, balance: shows(2) });
  await vi.advanceTimersByTimeAsync(100);
  expect([page.last(), page.streams(), page.polls()]).toEqual(["reconnecting none", 1, 0]);
  await vi.advanceTimersByTimeAsync(500);
  expect([page.last(), page.streams(), page.polls()]).toEqual(["polling 2", 2, 1]);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(page.polls()).toBeGreaterThanOrEqual(9);
  expect(page.polls()).toBeLessThanOrEqual(12);
  expect(page.streams(), "its own pauses go on").toBeGreaterThanOrEqual(40);
  expect(page.told.slice(1).every(({ status }) => status === "polling" || status === "reconnecting")).toBe(true);

  page.now.stream = stream;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(page.last(), "an older state on the stream does not replace the newer").toBe("live 2");
  const polled = page.polls();
  await vi.advanceTimersByTimeAsync(20_000);
  await say(event(3));
  expect([page.last(), page.polls()]).toEqual(["live 3", polled]);
});

test("streams that repeatedly send a first state and then nothing lead to polling", async () => {
  const { stream, say } = openStreams(event(1));
  const page = follow({ stream, balance: shows(2) });
  await vi.advanceTimersByTimeAsync(0);
  expect(page.last()).toBe("live 1");
  await vi.advanceTimersByTimeAsync(72_000);
  page.now.balance = shows(3);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(page.last()).toBe("polling 3");
  await say(": still here\n\n");
  expect(page.last()).toBe("live 3");
});

test("without a response to a poll the state is reconnecting and the balance is kept", async () => {
  const { stream, end } = openStreams(event(1));
  const page = follow({ stream, balance: away });
  await vi.advanceTimersByTimeAsync(0);
  page.now.stream = away;
  await end();
  await vi.advanceTimersByTimeAsync(30_000);
  expect([page.last(), page.told.some(({ status }) => status === "polling")]).toEqual(["reconnecting 1", false]);
  expect(page.polls()).toBeGreaterThanOrEqual(2);
  page.now.balance = problem("unavailable", 503);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(page.last()).toBe("reconnecting 1");
});

test("a server with LISTEN down is polled after 15 s, not by all clients at once", async () => {
  const { stream, say } = openStreams(event(1));
  const page = follow({ stream, balance: shows(2) });
  await vi.advanceTimersByTimeAsync(0);
  await say(": away\n\n");
  await vi.advanceTimersByTimeAsync(11_000);
  expect([page.last(), page.polls()]).toEqual(["reconnecting 1", 0]);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(page.last()).toBe("polling 2");
  await say(": still here\n\n");
  expect(page.last()).toBe("live 2");
});

test.each([
  ["the session has ended", problem("unauthenticated", 401)],
  ["another user has signed in", async () => Response.json(balanceOf(9), { headers: { "Credits-Account": "other" } })],
])("a poll that finds that %s ends everything, as on the stream", async (_, balance) => {
  const page = follow({ stream: away, balance });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(page.told.at(-1)).toMatchObject({ status: "refused", balance: null, refusal: { status: "signed-out" } });
  const [polls, streams] = [page.polls(), page.streams()];
  await vi.advanceTimersByTimeAsync(60_000);
  expect([page.polls(), page.streams()]).toEqual([polls, streams]);
});

test("the stream of another user's session is not read", async () => {
  const { stream } = openStreams(event(9), { "Credits-Account": "other" });
  const page = follow({ stream, balance: unexpected });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(page.told).toMatchObject([{ status: "refused", balance: null, refusal: { status: "signed-out" } }]);
  expect(page.streams()).toBe(1);
});

test("a refusal by policy applies to polls too, and is retried later", async () => {
  const page = follow({ stream: away, balance: problem("not-allowed", 403) });
  await vi.advanceTimersByTimeAsync(600);
  expect(page.told.at(-1)).toMatchObject({ status: "refused", refusal: { status: "refused", slug: "not-allowed" } });
  const { stream } = openStreams(event(1));
  page.now.stream = stream;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(page.last()).toBe("live 1");
});

test("a device that goes offline says so at once, and is back as soon as it is woken", async () => {
  const { stream } = openStreams(event(1));
  const page = follow({ stream, balance: away });
  await vi.advanceTimersByTimeAsync(0);
  page.now.stream = away;
  page.drop();
  await vi.advanceTimersByTimeAsync(0);
  expect(page.last()).toBe("reconnecting 1");
  await vi.advanceTimersByTimeAsync(10_000);
  page.now.stream = stream;
  page.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(page.last()).toBe("live 1");
});

test("a poll without a response is dropped, and its late response is ignored once the stream is back", async () => {
  const { stream } = openStreams(event(5));
  const page = follow({ stream: away, balance: nothing });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(page.polls()).toBe(1);
  page.now.stream = stream;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(page.last()).toBe("live 5");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(page.last()).toBe("live 5");
});
