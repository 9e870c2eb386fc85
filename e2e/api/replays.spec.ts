import { randomUUID } from "node:crypto";
import { done } from "#testing/api-client.ts";
import { countLines, expect, grantOf, inDays, newOwner, newServiceKey, test } from "./app.ts";

const animation = { feature: "ai-portrait-animation" };

test("the same key and request get the first response again, whatever has changed since", async ({
  server,
  stranger,
}) => {
  const { account, web, backend } = await newOwner(server, stranger, { activity: 10, purchased: 40 });
  const key = randomUUID();
  const quote = done(await web.quote(animation));
  const body = { ...animation, quote: quote.id, reference: "project 7" };
  const first = await web.spend(body, key);
  expect([first.status, first.replayed]).toEqual([201, false]);

  // Credits used up, others added, a higher price, an outdated quote.
  done(await web.spend({ feature: "ai-image", units: 6 }));
  done(await backend.grant(grantOf("subscription", 500)));
  await server.owner`insert into feature_prices (feature, "from", cost_per_unit)
    values ('ai-portrait-animation', now(), 26)`;
  const again = await web.spend(body, key);
  await server.owner`delete from feature_prices where cost_per_unit = 26`;

  expect([again.status, again.replayed]).toEqual([201, true]);
  expect(again.body).toEqual(first.body);
  expect(await countLines(server, account)).toBe(5);
  // Fields in another order, and explicit defaults, are the same request.
  expect((await web.spend({ reference: "project 7", units: 1, quote: quote.id, ...animation }, key)).replayed).toBe(
    true,
  );
});

test("the same key with another request is refused as such, even if that request would be refused anyway", async ({
  server,
  stranger,
}) => {
  const { account, web, backend } = await newOwner(server, stranger, { purchased: 100 });
  const key = randomUUID();
  done(await web.spend(animation, key));
  const others = [
    { ...animation, units: 2 },
    { ...animation, units: 1_000 },
    { ...animation, reference: "another" },
    { feature: "ai-image" },
    { feature: "time-travel" },
    { ...animation, quote: "AAAA" },
  ];
  for (const body of others) {
    const { status, problem } = await web.spend(body, key);
    expect([status, problem?.type], JSON.stringify(body)).toEqual([422, "/problems/idempotency-key-reused"]);
  }
  const granting = randomUUID();
  done(await backend.grant(grantOf("purchased", 5), granting));
  for (const body of [grantOf("purchased", 6), grantOf("purchased", 5, { source: "order" }), { ...animation }]) {
    const answer = "feature" in body ? await backend.spend(body, granting) : await backend.grant(body, granting);
    expect([answer.status, answer.problem?.type]).toEqual([422, "/problems/idempotency-key-reused"]);
  }
  expect(await countLines(server, account)).toBe(3);
  // The shape of a request is checked before its key.
  expect((await web.spend({ ...animation, units: 0 }, key)).problem?.type).toBe("/problems/invalid-request");
});

test("a refused request leaves its key unused: the key can be sent again", async ({ server, stranger }) => {
  const { web, backend } = await newOwner(server, stranger, { purchased: 24 });
  const key = randomUUID();
  expect((await web.spend(animation, key)).problem).toMatchObject({ cost: 25, available: 24, shortfall: 1 });
  done(await backend.grant(grantOf("purchased", 1)));
  const answer = await web.spend(animation, key);
  expect([answer.status, answer.replayed]).toEqual([201, false]);
});

test("one key fifty times in parallel is one spend and fifty equal responses", async ({ server, stranger }) => {
  const { account, backend } = await newOwner(server, stranger, { purchased: 100 });
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 50 }, () => backend.spend(animation, key)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(await countLines(server, account)).toBe(2);
  expect(done(await backend.balance()).available).toBe(75);
});

test("a key belongs to its caller: the user and two back ends can use the same one", async ({ server, stranger }) => {
  const { account, web, backend } = await newOwner(server, stranger, { purchased: 100 });
  const another = stranger.as({
    Authorization: `Bearer ${await newServiceKey(server, ["spend"])}`,
    "Credits-Account": account,
  });
  const key = randomUUID();
  const versions = [];
  for (const caller of [web, backend, another]) versions.push(done(await caller.spend(animation, key)).balance.version);
  expect(versions).toEqual([2, 3, 4]);
});

test("an external source is granted once: again it returns the first grant, with another account or amount it is refused", async ({
  server,
  stranger,
}) => {
  const { account, backend } = await newOwner(server, stranger);
  const other = await newOwner(server, stranger);
  const fact = { source: "app-store", sourceId: randomUUID() };
  const first = await backend.grant(grantOf("purchased", 50, fact));
  expect([first.status, first.replayed]).toEqual([201, false]);
  done(await backend.spend({ feature: "ai-image" }));

  const again = await backend.grant(grantOf("purchased", 50, fact));
  expect([again.status, again.replayed, again.body]).toEqual([201, true, first.body]);
  for (const answer of [
    await backend.grant(grantOf("purchased", 51, fact)),
    await other.backend.grant(grantOf("purchased", 50, fact)),
  ]) {
    expect([answer.status, answer.problem?.type]).toEqual([409, "/problems/source-used"]);
  }
  expect(await countLines(server, account)).toBe(2);
  expect(await countLines(server, other.account)).toBe(0);

  const racing = { source: "app-store", sourceId: randomUUID() };
  const callers = [backend, other.backend, backend, other.backend, backend, other.backend];
  const answers = await Promise.all(callers.map((caller) => caller.grant(grantOf("purchased", 9, racing))));
  expect(answers.filter(({ status, replayed }) => status === 201 && !replayed)).toHaveLength(1);
  expect(answers.filter(({ status, replayed }) => status === 201 && replayed)).toHaveLength(2);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
});

test("a replayed grant shows the batch as it was granted", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger);
  const key = randomUUID();
  const body = grantOf("activity", 30, { expiresAt: inDays(2), sourceId: randomUUID() });
  const first = await backend.grant(body, key);
  expect(first.body).toMatchObject({ batch: { id: 1, granted: 30, remaining: 30, held: 0, state: "live" } });
  done(await backend.spend(animation));
  const again = await backend.grant(body, key);
  expect([again.replayed, again.body]).toEqual([true, first.body]);
});

test("an address opens one account, however it is spelled and however many requests arrive at once", async ({
  server,
  stranger,
}) => {
  const backend = stranger.as({ Authorization: `Bearer ${server.serviceKey}` });
  const name = randomUUID();
  const first = await backend.openAccount(`${name}@example.com`);
  expect(first.status).toBe(201);
  const again = await backend.openAccount(`${name.toUpperCase()}@Example.COM`);
  expect([again.status, again.body]).toEqual([200, first.body]);
  const racing = `${randomUUID()}@example.com`;
  const answers = await Promise.all(Array.from({ length: 10 }, () => backend.openAccount(racing)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(new Set(answers.map((answer) => done(answer).account.id)).size).toBe(1);
});
