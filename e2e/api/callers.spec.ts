import { randomUUID } from "node:crypto";
import { request as rawRequest } from "node:http";
import { text } from "node:stream/consumers";
import { type ApiClient, done } from "#testing/api-client.ts";
import { countLines, expect, grantOf, newOwner, newServiceKey, signIn, test } from "./app.ts";

const image = { feature: "ai-image" };

/** Each call once, with one caller's credentials: the response's status and its problem. */
async function callEverything(api: ApiClient): Promise<Record<string, string>> {
  const answers = {
    balance: await api.balance(),
    features: await api.features(),
    transactions: await api.transactions(),
    transaction: await api.transaction(1),
    batches: await api.batches(),
    quote: await api.quote(image),
    spend: await api.spend(image),
    grant: await api.grant(grantOf("purchased", 5)),
    grants: await api.grants("?source=test&sourceId=1"),
    account: await api.openAccount(`${randomUUID()}@example.com`),
    checkout: await api.checkout({ pack: "pack-100" }),
    order: await api.order(randomUUID()),
  };
  return Object.fromEntries(
    Object.entries(answers).map(([call, { status, problem }]) => [
      call,
      problem === null ? String(status) : `${status} ${problem.type.split("/")[2]}`,
    ]),
  );
}

const everyCall = [
  "balance",
  "features",
  "transactions",
  "transaction",
  "batches",
  "quote",
  "spend",
  "grant",
  "grants",
  "account",
  "checkout",
  "order",
];

test("without valid credentials every call responds with 401", async ({ server, stranger }) => {
  const { account } = await newOwner(server, stranger, { purchased: 10 });
  const strangers: Record<string, string>[] = [
    {},
    { Authorization: "" },
    { Authorization: "Bearer" },
    { Authorization: `Bearer ${"x".repeat(43)}`, "Credits-Account": account },
    { Authorization: `Basic ${Buffer.from(`a:${server.serviceKey}`).toString("base64")}`, "Credits-Account": account },
    { Authorization: `Bearer ${server.serviceKey} `.repeat(2), "Credits-Account": account },
    { Cookie: "authjs.session-token=forged", Origin: server.url },
    { Cookie: "authjs.session-token=", Origin: server.url },
  ];
  for (const headers of strangers) {
    const answers = await callEverything(stranger.as(headers));
    for (const call of everyCall) expect([call, answers[call]]).toEqual([call, "401 unauthenticated"]);
  }
  expect(await countLines(server, account)).toBe(1);
});

test("a user in the browser can make the web's calls, and not those of back ends", async ({ server, stranger }) => {
  const { web } = await newOwner(server, stranger, { purchased: 10 });
  expect(await callEverything(web)).toEqual({
    balance: "200",
    features: "200",
    transactions: "200",
    transaction: "200",
    batches: "200",
    quote: "200",
    spend: "201",
    grant: "403 not-allowed",
    grants: "403 not-allowed",
    account: "403 not-allowed",
    checkout: "201",
    order: "404 not-found",
  });
});

test("a back end whose key has every right cannot buy: buying is done on the web", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger, { purchased: 10 });
  expect(await callEverything(backend)).toEqual({
    balance: "200",
    features: "200",
    transactions: "200",
    transaction: "200",
    batches: "200",
    quote: "200",
    spend: "201",
    grant: "201",
    grants: "200",
    account: "201",
    checkout: "403 not-on-this-platform",
    order: "403 not-on-this-platform",
  });
  const { problem } = await backend.checkout({ pack: "pack-100" });
  expect(problem).toMatchObject({ platform: "service", webUrl: `${server.url}/profile/credits/store?pack=pack-100` });
});

const permitted: Record<string, string[]> = {
  read: ["balance", "features", "transactions", "transaction", "batches"],
  spend: ["quote", "spend"],
  grant: ["grant", "grants"],
  accounts: ["account"],
  refund: [],
};

for (const [permission, calls] of Object.entries(permitted)) {
  test(`a key with only the right ${permission} can do nothing else`, async ({ server, stranger }) => {
    const { account } = await newOwner(server, stranger, { purchased: 10 });
    const key = await newServiceKey(server, [permission]);
    const answers = await callEverything(
      stranger.as({ Authorization: `Bearer ${key}`, "Credits-Account": account.toUpperCase() }),
    );
    const allowed = everyCall.filter((call) => /^20[01]/.test(answers[call] ?? ""));
    expect(allowed).toEqual(calls);
    for (const call of everyCall) if (!calls.includes(call)) expect(answers[call]).toMatch(/^403 /);
  });
}

test("a key's last use is stored, and a revoked key is not accepted", async ({ server, stranger }) => {
  const { account } = await newOwner(server, stranger);
  const key = await newServiceKey(server, ["read"]);
  const backend = stranger.as({ Authorization: `bearer ${key}`, "Credits-Account": account });
  expect((await backend.balance()).status).toBe(200);
  const [used] = await server.owner`select last_used_at > now() - interval '10 s' as lately from service_keys
    where hash = encode(sha256(${key}::bytea), 'hex')`;
  expect(used?.lately).toBe(true);
  await server.owner`update service_keys set revoked_at = now() where hash = encode(sha256(${key}::bytea), 'hex')`;
  expect((await backend.balance()).status).toBe(401);
});

test("an expired or signed-out session is not accepted", async ({ server, stranger }) => {
  const { web, session, account } = await newOwner(server, stranger);
  expect((await web.balance()).status).toBe(200);
  await server.owner`update sessions set expires = now() where session_token = ${session}`;
  expect((await web.balance()).status).toBe(401);
  const again = await signIn(server, account);
  const signedIn = web.as({ Cookie: `other=1; ${again.cookie}; more=2` });
  expect((await signedIn.balance()).status).toBe(200);
  await server.owner`delete from sessions where session_token = ${again.session}`;
  expect((await signedIn.balance()).status).toBe(401);
});

test("a cookie and a bearer together are refused, whichever of them is valid", async ({ server, stranger }) => {
  const { web, backend, account } = await newOwner(server, stranger, { purchased: 10 });
  const both = [
    { ...web.headers, ...backend.headers },
    { ...web.headers, Authorization: "Bearer unknown-unknown-unknown" },
    { ...backend.headers, Cookie: "authjs.session-token=forged" },
  ];
  for (const headers of both) {
    const answers = await callEverything(stranger.as(headers));
    for (const call of everyCall) expect([call, answers[call]]).toEqual([call, "400 invalid-request"]);
  }
  expect(await countLines(server, account)).toBe(1);
});

test("a write by cookie that does not come from our own pages is refused", async ({ server, stranger }) => {
  const { web, account } = await newOwner(server, stranger, { purchased: 10 });
  const { Cookie = "" } = web.headers;
  const origins = ["https://evil.example", "null", `${server.url}.evil.example`, server.url.replace("http:", "https:")];
  for (const headers of [{ Cookie }, ...origins.map((Origin) => ({ Cookie, Origin }))]) {
    const elsewhere = stranger.as(headers);
    const answers = [
      await elsewhere.spend(image),
      await elsewhere.quote(image),
      await elsewhere.checkout({ pack: "pack-100" }),
    ];
    for (const { status, problem } of answers) expect([status, problem?.type]).toEqual([403, "/problems/not-allowed"]);
    expect((await elsewhere.balance()).status).toBe(200);
  }
  expect(await countLines(server, account)).toBe(1);
});

test("a back end names an account, and a deleted account looks like one that never existed", async ({
  server,
  stranger,
}) => {
  const key = { Authorization: `Bearer ${server.serviceKey}` };
  for (const named of [undefined, "", "mina", "0e8a3b52-6f1c-4d27-9a40", `${randomUUID()}, ${randomUUID()}`]) {
    const backend = stranger.as(named === undefined ? key : { ...key, "Credits-Account": named });
    for (const answer of [await backend.balance(), await backend.transactions(), await backend.spend(image)]) {
      expect([answer.status, answer.problem?.type]).toEqual([422, "/problems/invalid-request"]);
    }
  }
  const answers = await callEverything(stranger.as({ ...key, "Credits-Account": randomUUID() }));
  for (const call of ["balance", "transactions", "transaction", "batches", "quote", "spend", "grant"]) {
    expect([call, answers[call]]).toEqual([call, "404 not-found"]);
  }
});

test("another account's objects look exactly like objects that do not exist", async ({ server, stranger }) => {
  const mine = await newOwner(server, stranger, { purchased: 100 });
  const other = await newOwner(server, stranger);
  const { order } = done(await mine.web.checkout({ pack: "pack-100" }));
  expect((await mine.web.order(order.id)).status).toBe(200);
  const there = await other.web.order(order.id);
  const nowhere = await other.web.order(randomUUID());
  expect([there.status, there.problem]).toEqual([404, nowhere.problem]);
  expect((await other.web.transaction(1)).status).toBe(404);
  expect((await other.web.batches("?after=1")).status).toBe(404);
  // The header with which back ends name an account gives no browser user another one.
  const reaching = other.web.as({ ...other.web.headers, "Credits-Account": mine.account });
  expect(await reaching.balance()).toMatchObject({ status: 403 });
});

test("a page of another user than the session's is refused by name, and does nothing", async ({ server, stranger }) => {
  const before = await newOwner(server, stranger, { purchased: 100 });
  const now = await newOwner(server, stranger, { purchased: 100 });
  const page = now.web.as({ ...now.web.headers, "Credits-Account": before.account });
  const refused = await page.spend(image);
  expect(refused).toMatchObject({ status: 403, problem: { type: "/problems/not-allowed" } });
  expect(refused.problem).toHaveProperty("signedInAs", expect.stringContaining("@"));
  for (const { web } of [before, now]) expect(done(await web.balance()).available).toBe(100);
  const own = now.web.as({ ...now.web.headers, "Credits-Account": now.account });
  expect((await own.spend(image)).status).toBe(201);
});

test("a forged Host changes nothing: URLs in responses have the configured address", async ({ server, stranger }) => {
  const { web } = await newOwner(server, stranger);
  const forged = { Host: "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https" };
  const refused = await sendRaw(server.url, "/api/v1/spends", {
    ...web.headers,
    ...forged,
    "Content-Type": "application/json",
    "Idempotency-Key": randomUUID(),
  });
  expect(refused).toMatchObject({ status: 402 });
  expect(JSON.parse(refused.body).webUrl).toMatch(new RegExp(`^${server.url}/profile/credits/store\\?`));
  expect(refused.body).not.toContain("evil");
});

/** `fetch` sets Host automatically; this sends what it is given. */
function sendRaw(baseUrl: string, path: string, headers: Record<string, string>) {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const sent = rawRequest(`${baseUrl}${path}`, { method: "POST", headers }, async (response) => {
      resolve({ status: response.statusCode, body: await text(response) });
    });
    sent.once("error", reject).end(JSON.stringify(image));
  });
}
