import { expect, newOwner, test } from "./app.ts";
import { ask } from "./raw-request.ts";

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

test("a repeated slash redirects to the path without it, with both servers", async ({ server, stranger }) => {
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
