import { randomUUID } from "node:crypto";
import { type ApiClient, done } from "#testing/api-client.ts";
import { expect, newDevice, newOwner, test } from "./app.ts";
import { get, post, setMobile, usualMobile } from "./device-calls.ts";

const back = "?return=purse-mobile%3A%2F%2Fcredits";
const image = { feature: "ai-image", input: { prompt: "A lighthouse" } };

test.afterEach(async ({ server }) => {
  await setMobile(server, usualMobile);
});

test("a feature that a mobile app cannot use links to its page, whether mobile is off or the app too old", async ({
  server,
  stranger,
}) => {
  const { account } = await newOwner(server, stranger, { purchased: 100 });
  const mobile = await newDevice(server, stranger, { account, platform: "mobile", version: "12" });
  const page = (feature: string) => `${server.url}/tools/${feature}${back}`;
  const calls = () => [
    post("/api/v1/spends", { feature: "ai-image" }),
    post("/api/v1/quotes", { feature: "ai-image" }),
    post("/api/v1/runs", image),
  ];
  await setMobile(server, { access: "off" });
  for (const call of calls()) {
    expect((await mobile.ask(call)).problem).toMatchObject({
      status: 403,
      detail: "this feature runs on the web",
      platform: "mobile",
      webUrl: page("ai-image"),
    });
  }
  expect((await mobile.ask(post("/api/v1/spends", { feature: "background-removal" }))).problem).toMatchObject({
    status: 403,
    detail: "this feature runs on mobile itself, without credits",
    webUrl: page("background-removal"),
  });
  expect((await mobile.ask(post("/api/v1/spends", { feature: "no-such-feature" }))).problem).toMatchObject({
    status: 403,
    webUrl: `${server.url}/profile/credits${back}`,
  });

  await setMobile(server, { access: "full", minimumVersion: "12.1" });
  for (const call of calls()) {
    expect((await mobile.ask(call)).problem).toMatchObject({
      status: 426,
      minimumVersion: "12.1",
      webUrl: page("ai-image"),
    });
  }
});

test("calls that devices can never make get 403 with a valid token, and too-old if the app is too old", async ({
  server,
  stranger,
}) => {
  const { account, web } = await newOwner(server, stranger, { purchased: 100 });
  const spend = done(await web.spend({ feature: "ai-image" })).transaction;
  const calls = () => [
    post("/api/v1/holds", { feature: "ai-image" }),
    post("/api/v1/holds/1/capture", {}),
    post("/api/v1/grants", { kind: "purchased", amount: 1, source: "test", reason: "x" }),
    post(`/api/v1/spends/${spend.version}/refunds`, { reason: "x" }),
    { method: "POST", path: "/api/v1/accounts", body: { email: `${randomUUID()}@example.com` } },
  ];
  const answers = async (api: ApiClient) => {
    const problems: unknown[] = [];
    for (const call of calls()) {
      const { status, problem } = await api.ask(call);
      problems.push([call.path, status, problem?.type]);
    }
    return problems;
  };
  const all = (status: number, slug: string) => calls().map(({ path }) => [path, status, `/problems/${slug}`]);
  const device = (version: string) => newDevice(server, stranger, { account, platform: "desktop", version });
  const desktop = await device("6.2");
  expect(await answers(desktop)).toEqual(all(403, "not-on-this-platform"));
  expect(await answers(await device("5.9"))).toEqual(all(426, "client-too-old"));
  await server.owner`update devices set revoked_at = now() where id = ${desktop.device}`;
  expect(await answers(desktop)).toEqual(all(401, "unauthenticated"));
});

test("an invalid id in a path is not found for every caller, and never causes a server error", async ({
  server,
  stranger,
}) => {
  const { account, web, backend } = await newOwner(server, stranger, { purchased: 100 });
  const desktop = await newDevice(server, stranger, { account, platform: "desktop", version: "6.2" });
  const ids = ["x", "0", "-1", "01", "1.5", "1e3", "2147483648", "9007199254740993", "9".repeat(40), "null"].concat(
    ["'", "%00", "%20", "%F0%9F%92%A9", "a".repeat(300), "%25", "{}", "1%2F2", "NaN"],
    [`${randomUUID()}0`, randomUUID().slice(1), `{${randomUUID()}}`, randomUUID(), randomUUID().toUpperCase()],
  );
  const use = { amount: 1 };
  const callsOf = (id: string) => [
    get(`/api/v1/transactions/${id}`),
    get(`/api/v1/holds/${id}`),
    get(`/api/v1/orders/${id}`),
    get(`/api/v1/runs/${id}`),
    get(`/api/v1/runs/${id}/results/1`),
    get(`/api/v1/runs/${randomUUID()}/results/${id}`),
    post(`/api/v1/runs/${id}/cancel`, {}),
    post(`/api/v1/holds/${id}/capture`, use),
    post(`/api/v1/holds/${id}/release`, {}),
    post(`/api/v1/holds/${id}/extend`, { expiresInSeconds: 60 }),
    post(`/api/v1/spends/${id}/refunds`, { ...use, reason: "x" }),
  ];
  const callers = Object.entries({ web, backend, desktop });
  for (const [row, id] of ids.entries()) {
    for (const [column, call] of callsOf(id).entries()) {
      // Every call by every caller, with another id each time; with --all every id as well.
      const turn = (row + column) % callers.length;
      for (const [caller, api] of process.env.E2E_ALL ? callers : callers.slice(turn, turn + 1)) {
        const { status } = await api.ask(call);
        // Callers without the right to the call get 403; none is let in, and nothing breaks.
        expect([403, 404], `${status} ${caller} ${call.method} ${call.path}`).toContain(status);
      }
    }
  }
});
