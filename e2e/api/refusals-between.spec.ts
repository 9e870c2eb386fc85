import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type ProblemSlug, problemStatus } from "#lib/api/http/problem.ts";
import { sealQuote } from "#lib/spending/quote-id.ts";
import { type Answer, done } from "#testing/api-client.ts";
import type { AppServer } from "#testing/app-server.ts";
import { expect, freeze, grantOf, newDevice, newOwner, type Owner, test } from "./app.ts";

// Every refusal of a well-formed and permitted request, provoked between a success and its retry: the retry still gets
// the first response. What is checked before the key (the caller, the shape of the request, the key itself) is refused
// whatever was done before, and is not tested here.

const image = { feature: "ai-image" };
const animation = { feature: "ai-portrait-animation" };

interface Case {
  /** Makes a request that succeeds, and makes it again as a retry. */
  ask: (who: Owner, key: string) => Promise<Answer<unknown>>;
  /** Arranges that the same request under a new key is refused; returns that refusal. */
  provoke: (who: Owner, server: AppServer) => Promise<Answer<unknown>>;
  before?: (who: Owner) => Promise<unknown>;
}

const cases: Partial<Record<ProblemSlug, Case>> = {
  "invalid-request": {
    ask: ({ backend }, key) => backend.spend({ feature: "smart-cutout" }, key),
    provoke: async ({ backend }, { owner }) => {
      const move = (by: string) =>
        owner`update feature_prices set "from" = "from" + ${by}::interval where feature = 'smart-cutout'`;
      await move("100 years");
      return await backend.spend({ feature: "smart-cutout" }).finally(() => move("-100 years"));
    },
  },
  "insufficient-credits": {
    ask: ({ backend }, key) => backend.hold(animation, key),
    provoke: async ({ backend }) => {
      done(await backend.spend({ ...image, units: 18 }));
      return await backend.hold(animation);
    },
  },
  "account-frozen": {
    ask: ({ web }, key) => web.spend(animation, key),
    provoke: async ({ account, web }, server) => {
      await freeze(server, account);
      return await web.spend(animation);
    },
  },
  "idempotency-key-reused": {
    ask: ({ backend }) => backend.spend(animation, "one key"),
    provoke: ({ backend }) => backend.spend(image, "one key"),
  },
  "quote-changed": {
    before: async ({ backend }) => done(await backend.grant(grantOf("activity", 30))),
    ask: async (who, key) => who.web.spend({ ...animation, quote: await quoteOf(who) }, key),
    provoke: async (who) => who.web.spend({ ...animation, quote: await quoteOf(who) }),
  },
  "hold-not-open": {
    before: async ({ backend }) => done(await backend.hold(animation)),
    ask: ({ backend }, key) => backend.capture(1, { amount: 20 }, key),
    provoke: ({ backend }) => backend.capture(1, { amount: 20 }),
  },
  "exceeds-spend": {
    before: async ({ backend }) => done(await backend.spend(animation)),
    ask: ({ backend }, key) => backend.refund(2, { amount: 20, reason: "A bad frame" }, key),
    provoke: ({ backend }) => backend.refund(2, { amount: 20, reason: "A bad frame" }),
  },
  "source-used": {
    ask: ({ backend, account }, key) => backend.grant(grantOf("purchased", 7, factOf(account)), key),
    provoke: ({ backend, account }) => backend.grant(grantOf("purchased", 8, factOf(account))),
  },
  "rate-limited": {
    ask: ({ web }, key) => web.spend(image, key),
    provoke: async ({ web, backend }) => {
      done(await backend.grant(grantOf("purchased", 400)));
      for (let spent = 1; spent < 60; spent += 1) done(await web.spend(image));
      return await web.spend(image);
    },
  },
  unavailable: {
    ask: ({ backend }, key) => backend.spend(image, key),
    provoke: ({ account, backend }, { owner }) =>
      owner.begin(async (tx) => {
        await tx`select from credit_accounts where id = ${account} for no key update`;
        return await backend.spend(image);
      }),
  },
};

for (const [slug, { ask, provoke, before }] of Object.entries(cases)) {
  test(`${slug} between a success and its retry: the retry is the replay`, async ({ server, stranger }) => {
    const who = await newOwner(server, stranger, { purchased: 100 });
    await before?.(who);
    const key = randomUUID();
    const first = await ask(who, key);
    expect([first.status, first.replayed]).toEqual([201, false]);
    expect((await provoke(who, server)).problem?.type).toBe(`/problems/${slug}`);
    const again = await ask(who, key);
    expect([again.status, again.replayed, again.body]).toEqual([201, true, first.body]);
  });
}

test("quote-expired between a success and its retry: the retry is the replay", async ({ server, stranger }) => {
  const { account, web } = await newOwner(server, stranger, { purchased: 100 });
  const terms = { account, ...animation, units: 1, cost: 25, uses: [{ kind: "purchased" as const, amount: 25 }] };
  const expiresAt = new Date(Date.now() + 5_000);
  const quote = sealQuote({ ...terms, expiresAt }, server.authSecret);
  const key = randomUUID();
  const first = await web.spend({ ...animation, quote }, key);
  expect(first.status).toBe(201);
  await sleep(expiresAt.getTime() + 1 - Date.now());
  expect((await web.spend({ ...animation, quote })).problem?.type).toBe("/problems/quote-expired");
  const again = await web.spend({ ...animation, quote }, key);
  expect([again.status, again.replayed, again.body]).toEqual([201, true, first.body]);
});

test("exceeds-hold and not-found before a success leave the key unused, and after it the retry is the replay", async ({
  server,
  stranger,
}) => {
  const { backend } = await newOwner(server, stranger, { purchased: 100 });
  const key = randomUUID();
  expect((await backend.capture(1, { amount: 26 }, key)).problem?.type).toBe("/problems/not-found");
  done(await backend.hold(animation));
  expect((await backend.capture(1, { amount: 26 }, key)).problem?.type).toBe("/problems/exceeds-hold");
  const first = await backend.capture(1, { amount: 25 }, key);
  expect([first.status, first.replayed]).toEqual([201, false]);
  expect((await backend.capture(2)).problem?.type).toBe("/problems/not-found");
  const again = await backend.capture(1, { amount: 25 }, key);
  expect([again.status, again.replayed, again.body]).toEqual([201, true, first.body]);
});

const policies = { "client-too-old": { minimum_version: "99.0" }, "not-on-this-platform": { spends: false } };

for (const [slug, policy] of Object.entries(policies)) {
  test(`${slug} between a success and its retry: the retry is the replay`, async ({ server, stranger }) => {
    const { account } = await newOwner(server, stranger, { purchased: 100 });
    const mobile = await newDevice(server, stranger, { account, platform: "mobile", version: "12" });
    const spend = (key: string) =>
      mobile.ask({ method: "POST", path: "/api/v1/spends", body: image, headers: { "Idempotency-Key": key } });
    const key = randomUUID();
    const first = await spend(key);
    expect([first.status, first.replayed]).toEqual([201, false]);
    const [before] =
      await server.owner`select minimum_version, spends from platform_policies where platform = 'mobile'`;
    try {
      await server.owner`update platform_policies set ${server.owner(policy)} where platform = 'mobile'`;
      expect((await spend(randomUUID())).problem?.type).toBe(`/problems/${slug}`);
      const again = await spend(key);
      expect([again.status, again.replayed, again.body]).toEqual([201, true, first.body]);
    } finally {
      await server.owner`update platform_policies set ${server.owner(before ?? {})} where platform = 'mobile'`;
    }
  });
}

test("every problem has its case here, or is found before the key is read", () => {
  const apart = ["quote-expired", "exceeds-hold", "not-found"];
  const beforeTheKey = ["unauthenticated", "not-allowed", "method-not-allowed"];
  const ofTheKeyItself = ["idempotency-key-missing"];
  // Replays of claims are tested in lib/campaigns, and those of runs in lib/spending/runs/kept-results.db.test.ts.
  const ofClaims = ["campaign-over", "already-claimed", "limit-reached", "not-eligible", "code-unknown"];
  const ofRuns = ["results-full"];
  // In lib/billing/payments/buying-freeze.db.test.ts.
  const ofOrders = ["buying-frozen"];
  const noRefusal = ["internal"];
  const all = [
    ...Object.keys(cases),
    ...Object.keys(policies),
    ...apart,
    ...beforeTheKey,
    ...ofTheKeyItself,
    ...ofClaims,
    ...ofRuns,
    ...ofOrders,
    ...noRefusal,
  ];
  expect(all.toSorted()).toEqual(Object.keys(problemStatus).toSorted());
});

const quotes = new Map<string, string>();

/** A quote of an account, made while activity credits covered the cost: the first spend uses them up. */
async function quoteOf({ account, web }: Owner): Promise<string> {
  const known = quotes.get(account) ?? done(await web.quote(animation)).id;
  quotes.set(account, known);
  return known;
}

function factOf(account: string) {
  return { source: "app-store", sourceId: `receipt ${account.slice(0, 8)}` };
}
