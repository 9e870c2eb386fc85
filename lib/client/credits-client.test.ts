import { afterEach, expect, test, vi } from "vitest";
import { answerJson, type Handle, serveScript } from "#testing/scripted-server.ts";
import { openCreditsClient } from "./credits-client.ts";
import type { Following } from "./follow-balance.ts";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  // In this order: what was spied on may be a fake timer.
  vi.restoreAllMocks();
  vi.useRealTimers();
  for (const stop of stops.splice(0)) await stop();
});

/** Pauses end at once from here on: a separate test checks their length, without waiting. */
function skipPauses() {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.setTimerTickMode("nextTimerAsync");
}

async function serve(...handles: Handle[]) {
  const { baseUrl, heard, stop } = await serveScript(handles);
  stops.push(stop);
  const client = openCreditsClient({ baseUrl, token: "pdt_secret", platform: "desktop", version: "6.2", fetch });
  return { client, heard };
}

const cut: Handle = (_, response) => void response.destroy();
const problem = (slug: string, status: number, more: object = {}) =>
  answerJson(status, { type: `/problems/${slug}`, title: "No", status, detail: "because", ...more });

const at = "2026-12-05T00:00:00.000Z";
const spent = {
  transaction: { version: 4, type: "spend", amount: -25, feature: "ai-portrait-animation", at },
  balance: { version: 4, available: 110 },
};
const quote = {
  id: "q2",
  feature: "ai-script",
  units: 1,
  cost: 2,
  available: 110,
  sufficient: true,
  shortfall: 0,
  after: 108,
  uses: [{ kind: "purchased", amount: 2 }],
  expiresAt: at,
};

test("a call sends the device's platform and version", async () => {
  const { client, heard } = await serve(answerJson(200, { version: 3, at, available: 135, later: "added" }));
  expect(await client.balance()).toEqual({
    status: "ok",
    replayed: false,
    balance: { version: 3, at, available: 135 },
  });
  expect(heard[0]).toMatchObject({
    call: "GET /api/v1/balance",
    headers: { authorization: "Bearer pdt_secret", "credits-client": "desktop/6.2" },
  });
});

test("a spend whose response is lost is retried with the same key, and gets the first response", async () => {
  skipPauses();
  const { client, heard } = await serve(
    cut,
    problem("unavailable", 503, {}),
    answerJson(201, spent, { "Idempotent-Replayed": "true" }),
  );
  const outcome = await client.spend({ feature: "ai-portrait-animation" });
  expect(outcome).toMatchObject({ status: "ok", replayed: true, balance: { available: 110 } });
  expect(heard).toHaveLength(3);
  expect(new Set(heard.map(({ key }) => key)).size).toBe(1);
  expect(heard[0]?.key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(heard.map(({ body }) => body)).size).toBe(1);
});

test("a spend that never gets a response is unknown, and returns the key for a retry", async () => {
  skipPauses();
  const pause = vi.spyOn(globalThis, "setTimeout");
  const { client, heard } = await serve(cut, cut, cut, cut, answerJson(201, spent));
  const outcome = await client.spend({ feature: "ai-portrait-animation" });
  if (outcome.status !== "unknown") throw new Error(outcome.status);
  expect(pause.mock.calls.map(([, ms]) => ms)).toEqual([500, 1_500, 4_000]);
  expect(outcome.key).toBe(heard[0]?.key);
  expect(await client.spend({ feature: "ai-portrait-animation" }, outcome.key)).toMatchObject({ status: "ok" });
  expect(new Set(heard.map(({ key }) => key)).size).toBe(1);
});

test("a response from an intermediary is not a refusal: the call is retried", async () => {
  skipPauses();
  const { client, heard } = await serve(
    (_, response) => void response.writeHead(502).end("<h1>Bad gateway</h1>"),
    answerJson(201, spent),
  );
  expect(await client.spend({ feature: "ai-portrait-animation" })).toMatchObject({ status: "ok" });
  expect(heard).toHaveLength(2);
});

test.each([
  [problem("unauthenticated", 401), { status: "signed-out" }],
  [problem("account-frozen", 403), { status: "account-frozen" }],
  [problem("results-full", 409, { roomAt: at }), { status: "results-full", roomAt: at }],
  [
    problem("client-too-old", 426, { platform: "desktop", minimumVersion: "6.0", webUrl: "http://a/b" }),
    { status: "client-too-old", minimumVersion: "6.0", webUrl: "http://a/b" },
  ],
  [
    problem("not-on-this-platform", 403, { platform: "mobile", webUrl: "http://a/b" }),
    { status: "not-on-this-platform", webUrl: "http://a/b" },
  ],
  [
    problem("insufficient-credits", 402, { cost: 25, available: 5, shortfall: 20, webUrl: "http://a/b" }),
    { status: "insufficient-credits", cost: 25, available: 5, shortfall: 20, webUrl: "http://a/b" },
  ],
  [problem("quote-changed", 409, { quote }), { status: "quote-changed", quote }],
  [problem("not-found", 404), { status: "refused", slug: "not-found", detail: "because", httpStatus: 404 }],
])("a refusal is returned by its status, without retries (%#)", async (handle, told) => {
  const { client, heard } = await serve(handle);
  expect(await client.spend({ feature: "ai-script", quote: "q1" })).toEqual(told);
  expect(heard).toHaveLength(1);
});

test("too many requests: the refusal says how long to wait", async () => {
  const { client } = await serve((_, response) => {
    const body = { type: "/problems/rate-limited", title: "No", status: 429, detail: "slowly" };
    response.writeHead(429, { "Content-Type": "application/problem+json", "Retry-After": "7" });
    response.end(JSON.stringify(body));
  });
  expect(await client.quote({ feature: "ai-script" })).toEqual({ status: "rate-limited", retryAfterSeconds: 7 });
});

test("a run is followed to its end, across a failed poll", async () => {
  skipPauses();
  const run = { id: "r1", feature: "ai-script" };
  const { client } = await serve(
    answerJson(200, { run: { ...run, status: "running", progress: 40 } }),
    cut,
    answerJson(200, { run: { ...run, status: "done", cost: 2, results: [] } }),
  );
  const seen: string[] = [];
  const end = await client.followRun("r1", ({ status }) => seen.push(status));
  expect(end).toMatchObject({ status: "over", run: { status: "done", cost: 2 } });
  expect(seen).toEqual(["running", "done"]);
});

test("the stream reconnects automatically, and never returns to an older state", async () => {
  const event = (version: number, available: number, second: number) =>
    `event: balance\nid: ${version}\ndata: ${JSON.stringify({ version, available, at: `2026-12-05T00:00:0${second}.000Z` })}\n\n`;
  const stream =
    (text: string, end: boolean): Handle =>
    (_, response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" }).write(`retry: 1000\n\n${text}`);
      if (end) setTimeout(() => response.destroy(), 30);
    };
  const { client } = await serve(
    stream(event(5, 135, 1), true),
    stream(`${event(4, 160, 2)}${event(5, 120, 3)}${event(6, 110, 4)}`, false),
  );
  const told: Following[] = [];
  const followed = client.follow((now) => told.push(now));
  stops.unshift(async () => followed.close());
  await expect.poll(() => told.at(-1)?.balance?.version, { timeout: 30_000 }).toBe(6);
  const steps = told.map(({ status, balance }) => `${status} ${balance?.version} ${balance?.available}`);
  expect(steps).toEqual(["live 5 135", "reconnecting 5 135", "live 5 135", "live 5 120", "live 6 110"]);
});

test("a stream that cannot be opened is retried at least every three seconds, however long the outage", async () => {
  vi.useFakeTimers();
  const tries: number[] = [];
  const away = async (url: string | URL | Request) => {
    if (String(url).endsWith("/events")) tries.push(Date.now());
    throw new TypeError("away");
  };
  const client = openCreditsClient({
    baseUrl: "http://localhost",
    token: "pdt_secret",
    platform: "mobile",
    version: "12",
    fetch: away,
  });
  const followed = client.follow(() => undefined);
  await vi.advanceTimersByTimeAsync(3_600_000);
  followed.close();
  vi.useRealTimers();
  const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
  expect(Math.max(...pauses)).toBeLessThanOrEqual(3_000);
  expect(Math.min(...pauses.slice(3))).toBeGreaterThanOrEqual(2_250);
  expect(new Set(pauses.slice(3)).size).toBeGreaterThan(10);
});

test("a stream that a newer one replaced does not reconnect at once, and polls meanwhile", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { client, heard } = await serve((request, response) => {
    if (request.url === "/api/v1/balance")
      return answerJson(200, { version: 3, at, available: 135 })(request, response);
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.end(": still here\n\nretry: 30000\n\n: replaced\n\n");
  });
  const told: Following[] = [];
  const followed = client.follow((now) => told.push(now));
  stops.unshift(async () => followed.close());
  const opened = () => heard.filter(({ call }) => call === "GET /api/v1/balance/events").length;
  await expect.poll(() => told.at(-1)?.status).toBe("polling");
  await vi.advanceTimersByTimeAsync(29_000);
  expect(opened()).toBe(1);
  followed.wake();
  await expect.poll(opened).toBe(2);
});

test("a refused stream shows no balance any more, and says why", async () => {
  const { client } = await serve(problem("unauthenticated", 401));
  const told: Following[] = [];
  const followed = client.follow((now) => told.push(now));
  stops.unshift(async () => followed.close());
  await expect.poll(() => told.at(-1)?.status).toBe("refused");
  expect(told.at(-1)).toMatchObject({ balance: null, refusal: { status: "signed-out" } });
});
