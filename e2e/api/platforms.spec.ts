import { randomUUID } from "node:crypto";
import { z } from "zod";
import { done } from "#testing/api-client.ts";
import { expect, newDevice, newOwner, test } from "./app.ts";
import {
  backendOf,
  callEverything,
  get,
  keysOf,
  openStream,
  post,
  script,
  setMobile,
  useCredits,
  usualMobile,
} from "./device-calls.ts";

const total = ["version", "at", "available"];
const byKind = [...total, "held", "byKind"];
const quoteTotal = ["id", "feature", "units", "cost", "available", "sufficient", "shortfall", "after", "expiresAt"];
const lineInShort = ["version", "type", "amount", "feature", "at"];
const line = [...lineInShort, "balanceBefore", "balanceAfter", "units", "platform", "clientVersion"];

/** The return link to the app, as pages get it. */
const back = "?return=purse-mobile%3A%2F%2Fcredits";

const may = {
  balance: 200,
  events: 200,
  features: 200,
  webPages: 200,
  quote: 200,
  spend: 201,
  transactions: 403,
  transaction: 403,
  batches: 403,
  holds: 403,
  checkout: 403,
  order: 403,
};
const tooOld = {
  ...may,
  balance: 426,
  events: 426,
  quote: 426,
  spend: 426,
  transactions: 426,
  transaction: 426,
  batches: 426,
  holds: 426,
  checkout: 426,
  order: 426,
};

const table = [
  { platform: "desktop", version: "5.9", may: tooOld },
  { platform: "desktop", version: "6.0-beta.3", may: tooOld },
  { platform: "desktop", version: "6.0", may },
  { platform: "desktop", version: "10.0.1", may },
  { platform: "mobile", version: "11.6.9", may: tooOld },
  { platform: "mobile", version: "9.99", may: tooOld },
  { platform: "mobile", version: "11.7.0", may },
  { platform: "mobile", version: "12", may },
] as const;

test.afterEach(async ({ server }) => {
  await setMobile(server, usualMobile);
});

for (const { platform, version, may: allowed } of table) {
  test(`${platform} ${version}: every call follows its row of the platform table`, async ({ server, stranger }) => {
    const { account } = await newOwner(server, stranger, { subscription: 20, activity: 15, purchased: 100 });
    const device = await newDevice(server, stranger, { account, platform, version });
    expect(await callEverything(device)).toEqual(allowed);
    const seen = done(await stranger.as(backendOf(server, account)).balance()).available;
    expect(seen).toBe(allowed.spend === 201 ? 133 : 135);
  });
}

test("a desktop app sees the kinds, but no dates and no history, in every response", async ({ server, stranger }) => {
  const { account } = await newOwner(server, stranger, { subscription: 20, activity: 15, purchased: 100 });
  const desktop = await newDevice(server, stranger, { account, platform: "desktop", version: "6.2" });
  const answers = await useCredits(desktop);
  expect(keysOf(answers.balance)).toEqual(byKind.toSorted());
  expect(answers.balance).toMatchObject({ available: 135, byKind: { subscription: 20, activity: 15, purchased: 100 } });
  expect(keysOf(answers.quote)).toEqual([...quoteTotal, "uses"].toSorted());
  expect(answers.quote.uses).toEqual([{ kind: "subscription", amount: 2 }]);
  expect(keysOf(answers.written)).toEqual(["balance", "transaction"]);
  expect(keysOf(answers.written.transaction)).toEqual(line.toSorted());
  expect(answers.written.transaction).toMatchObject({ platform: "desktop", clientVersion: "6.2" });
  expect(answers.event).toEqual({ ...answers.after, at: expect.any(String) });
  expect(keysOf(answers.changed.quote)).toEqual([...quoteTotal, "uses"].toSorted());
});

test("a mobile app sees one number, but no kinds, dates or batches, in every response", async ({
  server,
  stranger,
}) => {
  const { account } = await newOwner(server, stranger, { subscription: 20, activity: 15, purchased: 100 });
  const mobile = await newDevice(server, stranger, { account, platform: "mobile", version: "12" });
  const answers = await useCredits(mobile);
  expect(keysOf(answers.balance)).toEqual(total.toSorted());
  expect(keysOf(answers.quote)).toEqual(quoteTotal.toSorted());
  expect(keysOf(answers.written.transaction)).toEqual(lineInShort.toSorted());
  expect(answers.event).toEqual({ ...answers.after, at: expect.any(String) });
  expect(keysOf(answers.changed.quote)).toEqual(quoteTotal.toSorted());
  expect(JSON.stringify(answers)).not.toMatch(/subscription|activity|purchased|batch|nextExpiry|entries|held/);
});

test("Can credits be used across devices: mobile full spends from the shared pool, with one number", async ({
  server,
  stranger,
}) => {
  const { account, web } = await newOwner(server, stranger, { subscription: 20, activity: 15, purchased: 100 });
  const mobile = await newDevice(server, stranger, { account, platform: "mobile", version: "11.7.0" });
  expect((await mobile.ask(post("/api/v1/spends", { feature: "ai-portrait-animation" }))).status).toBe(201);
  expect(done(await web.balance()).byKind).toEqual({ subscription: 0, activity: 10, purchased: 100 });
  const there = await mobile.ask(post("/api/v1/quotes", { feature: "background-removal" }));
  expect(there.problem).toMatchObject({ type: "/problems/not-on-this-platform", platform: "mobile" });
});

test("Which credits are used first: mobile off has no credit features, from the next call on and in every process", async ({
  server,
  another,
  stranger,
}) => {
  const { account, backend } = await newOwner(server, stranger, { purchased: 100 });
  const mobile = await newDevice(server, stranger, { account, platform: "mobile", version: "12" });
  const desktop = await newDevice(server, stranger, { account, platform: "desktop", version: "6.2" });
  const key = randomUUID();
  const spent = await mobile.ask(post("/api/v1/spends", script, key));
  expect(spent.status).toBe(201);

  const stream = await openStream(mobile);
  await setMobile(server, { access: "off" });
  await stream.ended;
  for (const api of [mobile, mobile.at(another.url)]) {
    const refused = await callEverything(api);
    expect(refused).toEqual({ ...may, balance: 403, events: 403, quote: 403, spend: 403 });
  }
  const answer = await mobile.ask(get("/api/v1/balance"));
  expect(answer.problem).toMatchObject({ platform: "mobile", webUrl: `${server.url}/profile/credits${back}` });
  const { features } = Features.parse(done(await mobile.ask(get("/api/v1/features"))));
  expect(new Set(features.map(({ platforms }) => platforms.mobile))).toEqual(new Set(["web", "on-device"]));

  const again = await mobile.ask(post("/api/v1/spends", script, key));
  expect([again.status, again.replayed, again.body]).toEqual([201, true, spent.body]);
  expect((await desktop.ask(post("/api/v1/spends", script))).status).toBe(201);
  expect(done(await backend.balance()).available).toBe(96);
});

test("a new minimum version applies from the next call on", async ({ server, stranger }) => {
  const { account } = await newOwner(server, stranger, { purchased: 100 });
  const mobile = await newDevice(server, stranger, { account, platform: "mobile", version: "11.7.9" });
  expect((await mobile.ask(post("/api/v1/spends", script))).status).toBe(201);
  await setMobile(server, { minimumVersion: "11.8.0" });
  const refused = await mobile.ask(post("/api/v1/spends", script));
  expect(refused.problem).toMatchObject({
    type: "/problems/client-too-old",
    status: 426,
    platform: "mobile",
    minimumVersion: "11.8.0",
    webUrl: `${server.url}/tools/${script.feature}${back}`,
  });
});

test("what can only be done on the web links there: a pack to the store, a feature to its page", async ({
  server,
  stranger,
}) => {
  const { account } = await newOwner(server, stranger, {});
  const mobile = await newDevice(server, stranger, { account, platform: "mobile", version: "12" });
  const buy = await mobile.ask(post("/api/v1/checkouts", { pack: "pack-500" }));
  expect(buy.problem).toMatchObject({ webUrl: `${server.url}/profile/credits/store?pack=pack-500&${back.slice(1)}` });
  const feature = await mobile.ask(post("/api/v1/spends", { feature: "template-export" }));
  expect(feature.problem).toMatchObject({ webUrl: `${server.url}/tools/template-export${back}` });
  const short = await mobile.ask(post("/api/v1/spends", script));
  expect(short.problem).toMatchObject({
    cost: 2,
    available: 0,
    shortfall: 2,
    webUrl: expect.stringContaining("/store"),
  });
});

test("a client whose token is of another platform is refused, and so is an invalid version", async ({
  server,
  stranger,
}) => {
  const { account, web } = await newOwner(server, stranger, { purchased: 100 });
  const mobile = await newDevice(server, stranger, { account, platform: "mobile", version: "12" });
  for (const [client, status] of [
    ["desktop/6.2", 403],
    ["mobile/12.0", 200],
    ["web/1", 422],
    ["mobile/", 422],
    ["mobile/latest", 422],
    ["mobile/12 ", 200],
    ["", 422],
  ] as const) {
    const answer = await mobile.as({ ...mobile.headers, "Credits-Client": client }).ask(get("/api/v1/balance"));
    expect([client, answer.status]).toEqual([client, status]);
  }
  const both = await mobile.as({ ...mobile.headers, ...web.headers }).ask(get("/api/v1/balance"));
  expect(both.status).toBe(400);
});

const Features = z.object({ features: z.array(z.object({ platforms: z.object({ mobile: z.string() }) })) });
