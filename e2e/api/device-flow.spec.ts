import { createHash } from "node:crypto";
import * as oauth from "openid-client";
import { done } from "#testing/api-client.ts";
import type { AppServer } from "#testing/app-server.ts";
import { followBalance } from "#testing/balance-events.ts";
import { someAddress } from "../mailed-link.ts";
import { origin } from "../the-product.ts";
import { expect, newOwner, test } from "./app.ts";
import { approve, bare, deviceGrant as grant, signInDevice, started } from "./device-codes.ts";

const look = { method: "GET", path: "/api/v1/balance" };

test("a client that knows only the server's address signs a device in, which then calls with its token", async ({
  server,
  stranger,
}) => {
  const { account } = await newOwner(server, stranger, { subscription: 20, purchased: 100 });
  const config = await oauth.discovery(new URL(server.url), "desktop", undefined, oauth.None(), {
    algorithm: "oauth2",
    execute: [oauth.allowInsecureRequests],
  });
  const started = await oauth.initiateDeviceAuthorization(config, { client_version: "6.1.0" });
  expect(started).toMatchObject({ verification_uri: `${server.url}/device`, expires_in: 600, interval: 5 });
  const polling = oauth.pollDeviceAuthorizationGrant(config, started);
  await approve(server, started.user_code, account);
  const tokens = await polling;
  expect(tokens).toMatchObject({ token_type: "bearer", access_token: expect.stringMatching(/^pdt_/) });

  const headers = new Headers({ "Credits-Client": "desktop/6.1.0" });
  const url = new URL("/api/v1/balance", server.url);
  const answer = await oauth.fetchProtectedResource(config, tokens.access_token, url, "GET", undefined, headers);
  expect(await answer.json()).toMatchObject({
    available: 120,
    byKind: { subscription: 20, activity: 0, purchased: 100 },
  });
});

test("discovery names the configured address, whatever Host a request sends", async ({ server }) => {
  const answer = await fetch(`${server.url}/.well-known/oauth-authorization-server`, {
    headers: { "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https" },
  });
  expect(answer.headers.get("content-type")).toBe("application/json");
  expect(await answer.json()).toEqual({
    issuer: server.url,
    device_authorization_endpoint: `${server.url}/api/oauth/device_authorization`,
    token_endpoint: `${server.url}/api/oauth/token`,
    grant_types_supported: [grant],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ["none"],
    service_documentation: `${server.url}/api/openapi.json`,
  });
});

test("each failed device sign-in has the RFC's error code, and no response is cached", async ({ server, stranger }) => {
  const { account } = await newOwner(server, stranger);
  const begin = async () => await started(server);
  const collect = (deviceCode: string, said: Record<string, string> = {}) =>
    send(server, "token", { grant_type: grant, client_id: "desktop", device_code: deviceCode, ...said });

  const { device_code: code, user_code: userCode } = await begin();
  expect(await collect(code)).toEqual([400, "authorization_pending"]);
  expect(await collect(code)).toEqual([400, "slow_down"]);
  expect(await collect(code, { client_id: "mobile" })).toEqual([400, "invalid_grant"]);
  await approve(server, userCode, account);
  const both = await Promise.all([collect(code), collect(code)]);
  expect(both.sort()).toEqual([
    [200, undefined],
    [400, "invalid_grant"],
  ]);

  const denied = await begin();
  await server.owner`update device_codes set status = 'denied' where user_code = ${bare(denied.user_code)}`;
  expect(await collect(denied.device_code)).toEqual([400, "access_denied"]);
  const late = await begin();
  await server.owner`update device_codes set expires_at = now() where user_code = ${bare(late.user_code)}`;
  expect(await collect(late.device_code)).toEqual([400, "expired_token"]);

  expect(await collect("unknown")).toEqual([400, "invalid_grant"]);
  expect(await collect("")).toEqual([400, "invalid_request"]);
  expect(await collect(code, { grant_type: "password" })).toEqual([400, "unsupported_grant_type"]);
  expect(await collect(code, { grant_type: "" })).toEqual([400, "invalid_request"]);
  expect(await collect(code, { client_id: "web" })).toEqual([400, "invalid_client"]);
  expect(await collect(code, { client_id: "" })).toEqual([400, "invalid_request"]);
  expect(await collect(code, { client_version: "new" })).toEqual([400, "invalid_request"]);
  expect(await send(server, "token", "grant_type=a&grant_type=a&client_id=desktop")).toEqual([400, "invalid_request"]);
  expect(await send(server, "device_authorization", { client_id: "web" })).toEqual([400, "invalid_client"]);
  expect(await send(server, "device_authorization", `client_id=desktop&${"x".repeat(20_000)}`)).toEqual([
    400,
    "invalid_request",
  ]);
  const json = { "Content-Type": "application/json" };
  expect(await send(server, "token", "{}", json)).toEqual([415, "invalid_request"]);
  const basic = { Authorization: `Basic ${Buffer.from("desktop:secret").toString("base64")}` };
  expect(await send(server, "token", { grant_type: grant, device_code: code }, basic)).toEqual([401, "invalid_client"]);
});

test("an app that is too old for credits is signed in anyway: its calls say which version it needs", async ({
  server,
  stranger,
}) => {
  const { account } = await newOwner(server, stranger, { purchased: 5 });
  const token = await signInDevice(server, account, { client_id: "mobile", client_version: "11.6.9" });
  const device = stranger.as({ Authorization: `Bearer ${token}`, "Credits-Client": "mobile/11.6.9" });
  expect(await device.balance()).toMatchObject({ status: 426, problem: { minimumVersion: "11.7.0" } });
  const signedOut = await device.ask({ method: "DELETE", path: "/api/v1/session" });
  expect(signedOut.status).toBe(204);
  expect((await device.balance()).status).toBe(401);
});

test("only a device itself can sign out with its token", async ({ server, stranger }) => {
  const { account, web, backend } = await newOwner(server, stranger, { purchased: 5 });
  const token = await signInDevice(server, account, { client_id: "desktop", client_version: "6.0" });
  const device = stranger.as({ Authorization: `Bearer ${token}`, "Credits-Client": "desktop/6.0" });
  const leave = { method: "DELETE", path: "/api/v1/session" };
  expect(await web.ask(leave)).toMatchObject({ status: 403, problem: { type: "/problems/not-allowed" } });
  expect(await backend.ask(leave)).toMatchObject({ status: 403, problem: { webUrl: `${server.url}/profile/devices` } });
  expect((await stranger.ask(leave)).status).toBe(401);
  expect((await device.as({ ...device.headers, ...web.headers }).ask(leave)).status).toBe(400);
  expect((await device.ask(look)).status).toBe(200);

  const stream = await followBalance(device);
  await stream.next();
  expect((await device.ask(leave)).status).toBe(204);
  await stream.ended;
  for (const call of [leave, { method: "GET", path: "/api/v1/balance" }])
    expect((await device.ask(call)).status).toBe(401);
  expect(done(await web.balance()).available).toBe(5);
});

test("a device that is signed out elsewhere is refused at once, and its stream ends", async ({ server, stranger }) => {
  const { account } = await newOwner(server, stranger);
  const first = { client_id: "desktop", client_version: "6.0" };
  const [lost, kept] = [await signInDevice(server, account, first), await signInDevice(server, account, first)];
  const headersOf = (token: string) => ({ Authorization: `Bearer ${token}`, "Credits-Client": "desktop/6.0" });
  const [stream, other] = await Promise.all(
    [lost, kept].map((token) => fetch(`${server.url}/api/v1/balance/events`, { headers: headersOf(token) })),
  );
  // As the page of devices does it, in another process.
  await server.owner`update devices set revoked_at = now() where token_hash = ${sha256(lost)}`;
  await server.owner`select pg_notify('purse_balance', ${`signed-out:${account} 0`})`;
  await stream?.text();
  expect((await stranger.as(headersOf(lost)).ask(look)).status).toBe(401);
  expect((await stranger.as(headersOf(kept)).ask(look)).status).toBe(200);
  await other?.body?.cancel();
});

test("one address gets sixty codes at once, and then must wait for seconds", async () => {
  const headers = { "X-Forwarded-For": someAddress() };
  const ask = () =>
    fetch(`${origin}/api/oauth/device_authorization`, {
      method: "POST",
      headers,
      body: new URLSearchParams({ client_id: "desktop" }),
    });
  const answers = await Promise.all(Array.from({ length: 80 }, ask));
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(60);
  const refused = answers.find(({ status }) => status === 429);
  expect(await refused?.json()).toMatchObject({ error: "temporarily_unavailable" });
  const seconds = Number(refused?.headers.get("retry-after"));
  expect([seconds >= 1, seconds <= 10]).toEqual([true, true]);
});

/** Sends a form and returns status and error; checks what every response of these calls must have. */
async function send(
  server: AppServer,
  call: "token" | "device_authorization",
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
): Promise<[number, string | undefined]> {
  const body = new URLSearchParams(form);
  const text = headers["Content-Type"] ? String(form) : body;
  const answer = await fetch(`${server.url}/api/oauth/${call}`, { method: "POST", headers, body: text });
  expect(answer.headers.get("cache-control")).toContain("no-store");
  expect(answer.headers.get("pragma")).toBe("no-cache");
  expect(answer.headers.get("content-type")).toBe("application/json");
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  if (answer.status === 401) expect(answer.headers.get("www-authenticate")).toBe("Basic");
  return [answer.status, (await answer.json()).error];
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
