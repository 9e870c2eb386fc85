import { type OutgoingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";
import { expect, newOwner, test } from "./app.ts";

interface Sent {
  method?: string;
  path: string;
  headers?: OutgoingHttpHeaders;
  body?: string;
}

/** Sends the path as it is written: `fetch` would normalise it first. */
function ask(url: string, { method = "GET", path, headers, body }: Sent) {
  const { hostname, port } = new URL(url);
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const sending = request({ hostname, port, path, method, headers, agent: false }, async (answer) => {
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) });
    });
    sending.on("error", reject);
    sending.end(body);
  });
}

const oddHeaders: Record<string, string>[] = [
  {},
  { "Next-Router-Prefetch": "1" },
  { Purpose: "prefetch" },
  { "Sec-Purpose": "prefetch" },
  { "X-Middleware-Subrequest": "proxy:proxy:proxy:proxy:proxy" },
  { "X-Middleware-Prefetch": "1" },
  { "X-Nextjs-Data": "1" },
  { "Next-Resume": "1" },
  { "X-Matched-Path": "/api/health" },
  { "X-Invoke-Path": "/api/health" },
  { "Next-Action": "x" },
];
const oddPaths = [
  "/",
  "/sign-in",
  "/device/sign-out",
  "/problems/internal",
  "/problems/none",
  "/demo/outbox",
  "/demo/stripe/pay/none",
  "/nothing",
  "/icon.svgx",
  "/_next/staticx",
  "/_next/imagex",
  "/_next/nothing",
  "/api/../sign-in",
  "/_next/static/../../sign-in",
  "/_next/static/%2e%2e/%2e%2e/sign-in",
  "/sign-in%2f",
  "/%",
  "/_global-error",
  "http://evil.example/sign-in",
];

test("each page has its content policy, whatever headers a request sends", async ({ server }) => {
  const sent = [
    ...oddHeaders.map((headers) => ({ path: "/sign-in", headers })),
    ...oddPaths.flatMap((path) => [{ path }, { path, headers: { Purpose: "prefetch" } }]),
    ...oddPaths.map((path) => ({ path, method: "HEAD", headers: { "Next-Router-Prefetch": "1" } })),
  ];
  let pages = 0;
  for (const one of sent) {
    const { headers } = await ask(server.url, one);
    if (!String(headers["content-type"]).startsWith("text/html")) continue;
    pages += 1;
    expect(headers["content-security-policy"], JSON.stringify(one)).toMatch(/default-src '(self|none)'/);
    expect(headers["content-security-policy"], JSON.stringify(one)).toContain("frame-ancestors 'none'");
  }
  expect(pages).toBeGreaterThan(40);
});

test("a form from another site, or without an origin, is refused whatever headers it sends", async ({ server }) => {
  for (const path of ["/sign-in", "/nothing", "/icon.svg", "/api/../sign-in", "/demo/stripe/pay/none"]) {
    const action = await signInAction(server.url);
    for (const headers of oddHeaders) {
      for (const origin of [{}, { Origin: "https://evil.example" }, { Origin: "null" }]) {
        const sent = { ...plainForm([[action.field, ""]]), path, headers: { ...type, ...headers, ...origin } };
        const { status } = await ask(server.url, sent);
        expect([400, 403], `${path} ${JSON.stringify(headers)} ${status}`).toContain(status);
      }
    }
  }
});

test("a form that no page sends is refused before it is decoded, and logs nothing", async ({ server }) => {
  const app = await server.startAnother();
  const { field, id } = await signInAction(app.url);
  const own = { Origin: server.url };
  const script = { ...own, "Next-Action": id, "Content-Type": "text/plain;charset=UTF-8" };
  const references = `[${'"$K1",'.repeat(200_000)}1]`;
  const cases: [number, Omit<Sent, "path">][] = [
    [413, { headers: script, body: references }],
    [413, { headers: { ...script, "Transfer-Encoding": "chunked" }, body: references }],
    [413, { ...plainForm([[field, references]]), headers: { ...type, ...own } }],
    [400, { headers: script, body: '["$Q1"]' }],
    [400, { headers: script, body: "garbage" }],
    [400, { headers: { ...script, "Next-Action": "x" }, body: "[]" }],
    [400, { headers: { ...script, "Next-Action": `${id.slice(0, -1)}${id.endsWith("0") ? 1 : 0}` }, body: "[]" }],
    [400, { headers: { ...type, ...own }, body: "garbage" }],
    [400, { ...plainForm([["$ACTION_REF_1", ""]]), headers: { ...type, ...own } }],
    // The form is well-formed, only its fields are not: the action finds nothing to do and redirects.
    [200, { headers: script, body: '["x"]' }],
    [303, { ...plainForm([[field, ""]]), headers: { ...type, ...own } }],
  ];
  for (const [status, sent] of cases) {
    const answer = await ask(app.url, { method: "POST", path: "/sign-in", ...sent });
    expect([status, answer.status], JSON.stringify(sent).slice(0, 200)).toEqual([status, status]);
  }
  expect(app.output()).not.toMatch(/\n\s+at |Error/);
  await app.stop();
});

test("pages of other sites can neither open a stream nor read a response", async ({ server, stranger }) => {
  const { web, backend } = await newOwner(server, stranger);
  const path = "/api/v1/balance/events";
  for (const { headers } of [web, backend]) {
    const answer = await ask(server.url, { path, headers: { ...headers, "Sec-Fetch-Site": "cross-site" } });
    expect([answer.status, JSON.parse(answer.body).type]).toEqual([403, "/problems/not-allowed"]);
  }
  for (const path of ["/api/v1/balance", "/api/health", "/api/nothing", "/api/openapi.json", "/icon.svg"]) {
    const { headers } = await ask(server.url, { path, headers: web.headers });
    expect([path, headers["cross-origin-resource-policy"]]).toEqual([path, "same-origin"]);
  }
});

test("an empty session cookie counts as no cookie", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger);
  const empty = { Cookie: "authjs.session-token=" };
  const bearer = await ask(server.url, { path: "/api/v1/balance", headers: { ...backend.headers, ...empty } });
  expect(bearer.status).toBe(200);
  expect((await ask(server.url, { path: "/api/v1/balance", headers: empty })).status).toBe(401);
  const page = await ask(server.url, { path: "/profile", headers: empty });
  expect([page.status, page.headers.location]).toEqual([307, "/sign-in?next=%2Fprofile"]);
});

const type = { "Content-Type": "multipart/form-data; boundary=x" };

function plainForm(fields: readonly (readonly [string, string])[]) {
  const parts = fields.map(
    ([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { method: "POST", body: `${parts.join("")}--x--\r\n` };
}

/** The field by which a form of the sign-in page names its action, and that action's id. */
async function signInAction(url: string): Promise<{ field: string; id: string }> {
  const { body } = await ask(url, { path: "/sign-in" });
  const [field = "", id = ""] = /\$ACTION_ID_([0-9a-f]{42})/.exec(body) ?? [];
  return { field, id };
}

test("a retry is a replay however the call's path is encoded", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger, { purchased: 10 });
  const headers = { ...backend.headers, "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() };
  const body = JSON.stringify({ feature: "ai-script" });
  const answers = [];
  for (const path of ["/api/v1/spends/", "/api/v1/%73pends", "/api/v1/spends"]) {
    const answer = await fetch(`${server.url}${path}`, { method: "POST", headers, body });
    answers.push([answer.status, answer.headers.get("idempotent-replayed"), await answer.json()]);
  }
  const [[, , written] = []] = answers;
  expect(answers).toEqual([
    [201, null, written],
    [201, "true", written],
    [201, "true", written],
  ]);
});

test("issue 10: a repeated slash redirects to the path without it, with both servers", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger);
  for (const [path, location] of [
    ["/api/v1//balance", "/api/v1/balance"],
    ["/api/v1/holds//1?a=1//2", "/api/v1/holds/1?a=1//2"],
  ]) {
    const answer = await ask(server.url, { path: `${path}`, headers: backend.headers });
    expect([answer.status, answer.headers.location]).toEqual([308, location]);
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test("the first value of a repeated header counts, and a repeated Idempotency-Key is refused", async ({
  server,
  stranger,
}) => {
  const { account, backend } = await newOwner(server, stranger, { purchased: 10 });
  const { Authorization = "" } = backend.headers;
  const named = { "Credits-Account": account };
  const read = { path: "/api/v1/balance", headers: { ...named, Authorization: [Authorization, "Bearer none"] } };
  expect((await ask(server.url, read)).status).toBe(200);
  const type = ["application/json", "text/plain"];
  const headers = { ...named, Authorization, "Content-Type": type, "Idempotency-Key": ["one", "two"] };
  const spend = { method: "POST", path: "/api/v1/spends", headers, body: JSON.stringify({ feature: "ai-script" }) };
  const refused = await ask(server.url, spend);
  expect([refused.status, JSON.parse(refused.body).type]).toEqual([400, "/problems/idempotency-key-missing"]);
  const key = { ...headers, "Idempotency-Key": crypto.randomUUID() };
  expect((await ask(server.url, { ...spend, headers: key })).status).toBe(201);
});
