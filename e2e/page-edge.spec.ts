import { expect, test } from "./api/app.ts";
import { ask, type Sent } from "./api/raw-request.ts";

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

test("a form that no page sends is refused before it is decoded, and logs nothing", async ({
  server,
  another: app,
}) => {
  const printed = app.output().length;
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
  expect(app.output().slice(printed)).not.toMatch(/\n\s+at |Error/);
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
