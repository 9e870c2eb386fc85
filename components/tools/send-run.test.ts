import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { afterEach, expect, test, vi } from "vitest";
import { exportFree, sendRun } from "./send-run.ts";

afterEach(() => vi.unstubAllGlobals());

const run = { id: "r1", feature: "ai-script", status: "running", hold: { amount: 2 }, later: "added" };
const problem = (slug: string, status: number, more: object = {}, headers: Record<string, string> = {}) =>
  Response.json({ type: `/problems/${slug}`, title: "No", status, detail: "because", ...more }, { status, headers });

/** Has each request answered by these, in turn; a missing one is a lost connection. */
function serve(...answers: Response[]) {
  const sent: Request[] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    sent.push(new Request(`http://purse.test${path}`, init));
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError("fetch failed");
    return answer;
  });
  return sent;
}

test("a run is asked for through lib/client: once, under its key, by the cookie of the page", async () => {
  const sent = serve(Response.json({ run, balance: { version: 1, available: 3 } }, { status: 202 }));
  const form = new FormData();
  form.set("request", "{}");
  const { later, ...known } = run;
  expect(await sendRun(form, { account: "me", key: "key", toFail: true })).toEqual({
    status: "begun",
    run: known,
    replayed: false,
  });
  const [request] = sent;
  expect(request?.headers.get("Idempotency-Key")).toBe("key");
  expect(request?.headers.get("Purse-Demo")).toBe("fail");
  expect(request?.headers.get("Credits-Account")).toBe("me");
  expect(request?.headers.get("Content-Type")).toMatch(/^multipart\/form-data/);
  expect(request?.headers.has("Authorization")).toBe(false);
});

const refused = { status: "refused", field: "", reason: "", retryAfterSeconds: 1 };
const errors = [{ path: "input.prompt", message: "is missing" }];

test.each([
  [
    problem("invalid-request", 422, { errors }),
    { ...refused, slug: "invalid-request", field: "input.prompt", reason: "is missing" },
  ],
  [problem("invalid-request", 413, { errors: [] }), { ...refused, slug: "too-large" }],
  [
    problem("rate-limited", 429, {}, { "Retry-After": "7" }),
    { ...refused, slug: "rate-limited", retryAfterSeconds: 7 },
  ],
  [problem("unauthenticated", 401), { ...refused, slug: "unauthenticated" }],
  [problem("idempotency-key-reused", 422), { ...refused, slug: "idempotency-key-reused" }],
  [problem("not-allowed", 403, { signedInAs: "Mina" }), { status: "other-user", name: "Mina" }],
  [problem("account-frozen", 403), { ...refused, slug: "account-frozen" }],
  [
    problem("results-full", 409, { roomAt: "2100-01-01T09:30:00.000Z" }),
    { status: "results-full", roomAt: "2100-01-01T09:30:00.000Z" },
  ],
  [problem("unavailable", 503), { status: "unknown" }],
  [new Response("Bad gateway", { status: 502 }), { status: "unknown" }],
  [Response.json({ run: { id: 1 } }, { status: 202 }), { status: "unknown" }],
])("why no run began is told in the page's terms, after one request (%#)", async (answer, told) => {
  const sent = serve(answer);
  expect(await sendRun(new FormData(), { account: "me", key: "key", toFail: false })).toEqual(told);
  expect(sent).toHaveLength(1);
});

test("a free export that failed is lost, or refused with its reason", async () => {
  serve(problem("internal", 500), problem("invalid-request", 422, { errors }));
  expect(await exportFree(new FormData())).toEqual({ status: "lost" });
  expect(await exportFree(new FormData())).toMatchObject({
    status: "refused",
    slug: "invalid-request",
    reason: "is missing",
  });
  expect(await exportFree(new FormData())).toEqual({ status: "lost" });
});

test("no component calls the interface but through lib/client", async () => {
  const files = await readdir("components", { recursive: true });
  const sources = files.filter((name) => /(?<!\.test)\.tsx?$/.test(name) && !name.endsWith("devices-lab/network.ts"));
  const calling = sources.filter((name) => readFileSync(`components/${name}`, "utf8").includes("/api/v1"));
  expect(calling).toEqual([]);
});
