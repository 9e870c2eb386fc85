import { setTimeout as sleep } from "node:timers/promises";
import { done } from "#testing/api-client.ts";
import type { AppServer } from "#testing/app-server.ts";
import { followBalance } from "#testing/balance-events.ts";
import { expect, grantOf, newOwner, newServiceKey, test } from "./app.ts";

const image = { feature: "ai-image" };

test("a stream sends the present state at once, whatever Last-Event-ID says", async ({ server, stranger }) => {
  const { web, backend } = await newOwner(server, stranger, { purchased: 100 });
  for (const [caller, headers] of [
    [web, {}],
    [backend, { "Last-Event-ID": "1" }],
    [backend, { "Last-Event-ID": "999" }],
  ] as const) {
    const stream = await followBalance(caller, headers);
    const { balance } = await stream.next();
    expect(balance).toEqual({ ...done(await caller.balance()), at: expect.any(String) });
    stream.close();
  }
});

test("a spend and a grant show on every stream of the account, and on no other", async ({ server, stranger }) => {
  const { web, backend } = await newOwner(server, stranger, { purchased: 100 });
  const other = await newOwner(server, stranger, { purchased: 7 });
  const streams = [await followBalance(web), await followBalance(web), await followBalance(backend)];
  const elsewhere = await followBalance(other.web);
  for (const stream of [...streams, elsewhere]) await stream.next();

  done(await web.spend(image));
  for (const stream of streams) expect((await stream.next()).balance.available).toBe(96);
  done(await backend.grant(grantOf("activity", 5)));
  for (const stream of streams) expect((await stream.next()).balance.available).toBe(101);
  expect(elsewhere.arrivals).toHaveLength(1);
  for (const stream of [...streams, elsewhere]) stream.close();
});

test("a stream never sends the same state twice, and the last one is the present one", async ({ server, stranger }) => {
  const { account, backend } = await newOwner(server, stranger, { purchased: 1_000 });
  const stream = await followBalance(backend);
  await stream.next();
  // Announcements without a change, as a group commit or another process may send them.
  for (let times = 0; times < 5; times += 1) await server.owner`select pg_notify('purse_balance', ${`${account} 1`})`;
  await Promise.all(Array.from({ length: 40 }, () => backend.spend(image)));
  await stream.next(({ available }) => available === 840);
  await sleep(300);
  const states = stream.arrivals.map(({ balance: { at: _, ...state } }) => JSON.stringify(state));
  expect(new Set(states).size).toBe(states.length);
  const versions = stream.arrivals.map(({ balance }) => balance.version);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  expect(versions.at(-1)).toBe(41);
  stream.close();
});

test("a refused spend announces nothing", async ({ server, stranger }) => {
  const { web } = await newOwner(server, stranger, { purchased: 3 });
  const stream = await followBalance(web);
  await stream.next();
  expect((await web.spend(image)).status).toBe(402);
  await sleep(500);
  expect(stream.arrivals).toHaveLength(1);
  stream.close();
});

test("a stream ends when its caller is signed out or its key revoked, even without an announcement", async ({
  server,
  stranger,
}) => {
  const { account, web, backend, session } = await newOwner(server, stranger, { purchased: 5 });
  const key = await newServiceKey(server, ["read"]);
  const staying = await followBalance(backend);
  const leaving = await followBalance(web);
  const revoked = await followBalance(stranger.as({ Authorization: `Bearer ${key}`, "Credits-Account": account }));
  await server.owner`delete from sessions where session_token = ${session}`;
  await server.owner`update service_keys set revoked_at = now() where hash = encode(sha256(${key}::bytea), 'hex')`;
  await Promise.all([leaving.ended, revoked.ended]);
  expect(staying.hasEnded()).toBe(false);
  staying.close();
});

test("a caller without the right to read cannot open a stream", async ({ server, stranger }) => {
  const { account, web } = await newOwner(server, stranger);
  const events = { method: "GET", path: "/api/v1/balance/events" };
  const spender = { Authorization: `Bearer ${await newServiceKey(server, ["spend"])}`, "Credits-Account": account };
  const asked = [
    [401, {}],
    [401, { Cookie: "authjs.session-token=forged" }],
    [403, spender],
    [422, { Authorization: `Bearer ${server.serviceKey}` }],
    [404, { Authorization: `Bearer ${server.serviceKey}`, "Credits-Account": "0e8a3b52-6f1c-4d27-9a40-5b8e17c3d2ff" }],
    [400, { ...web.headers, ...spender }],
  ] as const;
  for (const [status, headers] of asked) expect((await stranger.as(headers).ask(events)).status).toBe(status);
  expect((await web.ask({ ...events, method: "HEAD" })).status).toBe(200);
});

test("a spend in one process of the app shows on a stream of another", async ({ server, another, stranger }) => {
  const { web, backend } = await newOwner(server, stranger, { purchased: 100 });
  const here = await followBalance(web);
  const there = await followBalance(web.at(another.url));
  for (const stream of [here, there]) await stream.next();
  for (const [caller, available] of [
    [backend, 96],
    [backend.at(another.url), 92],
    [web.at(another.url), 88],
  ] as const) {
    done(await caller.spend(image));
    for (const stream of [here, there]) expect((await stream.next()).balance.available).toBe(available);
  }
  for (const stream of [here, there]) stream.close();
});

test("streams survive the loss of the LISTEN connection, and send what happened meanwhile", async ({
  server,
  stranger,
}) => {
  const { web, backend } = await newOwner(server, stranger, { purchased: 100 });
  const stream = await followBalance(web);
  await stream.next();
  for (const available of [96, 92, 88]) {
    const killed = await server.superuser`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'purse-listen'`;
    expect(killed.length).toBeGreaterThan(0);
    done(await backend.spend(image));
    expect((await stream.next()).balance.available).toBe(available);
    await untilListening(server);
  }
  expect(stream.hasEnded()).toBe(false);
  stream.close();
});

test("streams survive a restart of the database and then send the present state", async ({ server, stranger }) => {
  const { web, backend } = await newOwner(server, stranger, { purchased: 100 });
  const stream = await followBalance(web);
  await stream.next();
  await server.restartDatabase();
  let spent = await backend.spend(image, "over the restart");
  while (spent.status === 503) {
    expect(Number(spent.headers.get("retry-after"))).toBeGreaterThan(0);
    await sleep(100);
    spent = await backend.spend(image, "over the restart");
  }
  done(spent);
  await stream.next(({ available }) => available === 96);
  expect(stream.hasEnded()).toBe(false);
  expect(done(await backend.transactions()).transactions).toHaveLength(2);
  stream.close();
});

async function untilListening({ superuser }: AppServer): Promise<void> {
  await expect
    .poll(async () => (await superuser`select 1 from pg_stat_activity where application_name = 'purse-listen'`).length)
    .toBeGreaterThan(0);
}
