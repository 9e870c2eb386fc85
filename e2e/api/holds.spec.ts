import { randomUUID } from "node:crypto";
import { done } from "#testing/api-client.ts";
import { countLines, expect, freeze, newOwner, test } from "./app.ts";

const animation = { feature: "ai-portrait-animation" };
const cost = 25;

test("a hold reserves exact batches; its capture uses part and returns the rest", async ({ server, stranger }) => {
  const { web, backend } = await newOwner(server, stranger, { subscription: 20, activity: 15, purchased: 100 });
  const made = await backend.hold({ ...animation, reference: "job 7" });
  expect(made.status).toBe(201);
  const { hold, transaction, balance } = done(made);
  expect(hold).toMatchObject({ id: 1, status: "open", amount: cost, reference: "job 7" });
  expect(transaction).toMatchObject({ version: 4, type: "hold", amount: -cost, hold: 1 });
  expect(Date.parse(hold.expiresAt) - Date.parse(transaction.at)).toBe(900_000);
  expect(balance).toEqual({ version: 4, available: 110 });
  expect(done(await web.balance())).toMatchObject({ available: 110, held: cost, byKind: { activity: 10 } });
  const { batches } = done(await web.batches("?state=all"));
  expect(batches.map(({ kind, remaining, held }) => [kind, remaining, held])).toEqual([
    ["subscription", 0, 20],
    ["activity", 10, 5],
    ["purchased", 100, 0],
  ]);

  const captured = done(await backend.capture(1, { amount: 22 }));
  expect(captured.hold).toMatchObject({ id: 1, status: "captured", amount: cost, captured: 22 });
  expect(captured.transaction).toMatchObject({ type: "capture", amount: 3, relatesTo: 4, hold: 1 });
  expect(captured.transaction.entries.map(({ kind, amount }) => [kind, amount])).toEqual([["activity", 3]]);
  expect(captured.balance).toEqual({ version: 5, available: 113 });
  expect(done(await web.balance())).toMatchObject({ available: 113, held: 0, byKind: { activity: 13 } });
});

test("a job captures in parts; each is a refundable line, and a replay shows the hold as it was", async ({
  server,
  stranger,
}) => {
  const { backend } = await newOwner(server, stranger, { purchased: 100 });
  const { hold } = done(await backend.hold(animation));
  expect(hold).toMatchObject({ amount: cost, held: cost });
  const first = await backend.capture(hold.id, { amount: 10, final: false }, "first part of the job");
  expect(done(first).hold).toMatchObject({ status: "open", captured: 10, held: 15, expiresAt: hold.expiresAt });
  expect(done(first).transaction).toMatchObject({ type: "capture", amount: 0, captured: 10, entries: [] });
  const second = done(await backend.capture(hold.id, { amount: 5, final: false }));
  expect(done(await backend.holdOf(hold.id)).hold).toMatchObject({ status: "open", captured: 15, held: 10 });
  expect(done(await backend.balance())).toMatchObject({ available: 75, held: 10 });
  expect((await backend.capture(hold.id, { final: false })).problem).toMatchObject({ status: 422 });
  expect((await backend.capture(hold.id, { amount: 11 })).problem).toMatchObject({ status: 409, held: 10 });
  const last = done(await backend.capture(hold.id, { amount: 8 }));
  expect(last.hold).toMatchObject({ status: "captured", captured: 23, held: 0 });
  expect(last.transaction).toMatchObject({ amount: 2, captured: 8 });
  expect((await backend.capture(hold.id, { amount: 1 })).problem).toMatchObject({
    status: 409,
    holdStatus: "captured",
  });
  const again = await backend.capture(hold.id, { amount: 10, final: false }, "first part of the job");
  expect([again.replayed, again.body]).toEqual([true, first.body]);
  const tooMuch = await backend.refund(second.transaction.version, { amount: 6, reason: "x" });
  expect(tooMuch.problem).toMatchObject({ status: 409, refundable: 5 });
  expect(done(await backend.refund(second.transaction.version, { reason: "x" })).transaction.amount).toBe(5);
  expect(done(await backend.balance())).toMatchObject({ available: 82, held: 0 });
  const { transactions } = done(await backend.transactions("?type=capture"));
  expect(transactions.map(({ captured }) => captured)).toEqual([8, 5, 10]);
});

test("a released hold costs nothing, and an extended one stays open", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger, { purchased: 100 });
  const { hold } = done(await backend.hold({ ...animation, expiresInSeconds: 60 }));
  const extended = done(await backend.extend(hold.id, { expiresInSeconds: 3_600 }));
  expect(extended.transaction).toMatchObject({ type: "extend", amount: 0, relatesTo: 2, hold: hold.id, entries: [] });
  expect(Date.parse(extended.hold.expiresAt)).toBe(Date.parse(extended.transaction.at) + 3_600_000);
  expect(done(await backend.holdOf(hold.id)).hold).toEqual(extended.hold);
  const released = done(await backend.release(hold.id));
  expect(released.hold).toEqual({ ...extended.hold, status: "released", held: 0 });
  expect(released.transaction).toMatchObject({ type: "release", amount: cost, reason: "failed", relatesTo: 2 });
  expect(done(await backend.balance())).toMatchObject({ available: 100, held: 0 });
});

test("holds are listed newest first, filtered by state and reference, page by page", async ({ server, stranger }) => {
  const { web, backend } = await newOwner(server, stranger, { purchased: 100 });
  for (const reference of ["a", "b", "a"]) done(await backend.hold({ feature: "ai-image", reference }));
  done(await backend.capture(3));
  const ids = async (query: string) => done(await web.holds(query)).holds.map(({ id }) => id);
  expect(await ids("")).toEqual([3, 2, 1]);
  expect(await ids("?state=open")).toEqual([2, 1]);
  expect(await ids("?reference=a")).toEqual([3, 1]);
  expect(await ids("?state=open&reference=a")).toEqual([1]);
  expect(await ids("?reference=nobody's")).toEqual([]);
  const page = done(await web.holds("?limit=2"));
  expect([page.holds.map(({ id }) => id), page.nextBefore]).toEqual([[3, 2], 2]);
  expect(await ids("?limit=2&before=2")).toEqual([1]);
  for (const query of ["?state=shut", "?limit=0", "?before=x", "?colour=red", "?state=open&state=all"]) {
    expect((await web.holds(query)).status, query).toBe(422);
  }
});

test("a quote fixes the price of a hold as it does of a spend", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger, { activity: 25, purchased: 100 });
  const quote = done(await backend.quote(animation));
  done(await backend.spend({ feature: "ai-image" }));
  const changed = await backend.hold({ ...animation, quote: quote.id });
  expect(changed.problem).toMatchObject({ type: "/problems/quote-changed", status: 409 });
  expect(changed.problem?.quote).toMatchObject({ cost, uses: [{ kind: "activity" }, { kind: "purchased" }] });
  const again = done(await backend.quote(animation));
  await server.owner`insert into feature_prices (feature, "from", cost_per_unit)
    values ('ai-portrait-animation', now(), 26)`;
  const held = await backend.hold({ ...animation, quote: again.id });
  await server.owner`delete from feature_prices where cost_per_unit = 26`;
  expect(done(held).hold.amount).toBe(cost);
});

test("refunds return a spend or a capture, last taken first, and never more than was taken", async ({
  server,
  stranger,
}) => {
  const { account, backend } = await newOwner(server, stranger, { subscription: 20, purchased: 100 });
  const { transaction: spent } = done(await backend.spend(animation));
  const part = done(await backend.refund(spent.version, { amount: 7, reason: "A bad frame" }));
  expect(part.transaction).toMatchObject({
    type: "refund",
    amount: 7,
    relatesTo: spent.version,
    reason: "A bad frame",
  });
  expect(part.transaction.entries.map(({ kind, amount }) => [kind, amount])).toEqual([
    ["subscription", 2],
    ["purchased", 5],
  ]);
  expect((await backend.refund(spent.version, { amount: 19, reason: "x" })).problem).toMatchObject({
    type: "/problems/exceeds-spend",
    status: 409,
    refundable: 18,
  });
  expect(done(await backend.refund(spent.version, { reason: "All of it" })).transaction.amount).toBe(18);
  expect((await backend.refund(spent.version, { reason: "Again" })).problem).toMatchObject({ refundable: 0 });

  done(await backend.hold(animation));
  const { transaction: captured } = done(await backend.capture(1, { amount: 21 }));
  expect((await backend.refund(captured.version, { amount: 22, reason: "x" })).problem).toMatchObject({
    refundable: 21,
  });
  const whole = done(await backend.refund(captured.version, { reason: "The result was lost" }));
  expect(whole.transaction).toMatchObject({ amount: 21, relatesTo: captured.version, balanceAfter: 120 });

  const lines = await countLines(server, account);
  // A grant, a hold, a refund and an unknown line cannot be refunded.
  for (const version of [1, captured.version - 1, whole.transaction.version, 999, 0, "x", "9".repeat(30)]) {
    expect((await backend.refund(version, { reason: "x" })).status, String(version)).toBe(404);
  }
  const bodies = [{}, { reason: "" }, { reason: "x".repeat(121) }, { reason: "for mina@example.com" }, { amount: 1 }];
  for (const body of [...bodies, { amount: 0, reason: "x" }, { reason: "x", to: 1 }]) {
    expect((await backend.refund(spent.version, body)).status, JSON.stringify(body)).toBe(422);
  }
  expect(await countLines(server, account)).toBe(lines);
});

test("a replay shows a hold as it was placed, whatever has happened since", async ({ server, stranger }) => {
  const { account, backend } = await newOwner(server, stranger, { purchased: 100 });
  const keys = { hold: randomUUID(), extend: randomUUID(), capture: randomUUID(), refund: randomUUID() };
  const ask = {
    hold: () => backend.hold({ ...animation, reference: "job 1" }, keys.hold),
    extend: () => backend.extend(1, { expiresInSeconds: 7_200 }, keys.extend),
    capture: () => backend.capture(1, { amount: 20 }, keys.capture),
    refund: () => backend.refund(4, { amount: 5, reason: "A bad frame" }, keys.refund),
  };
  const first = [await ask.hold(), await ask.extend(), await ask.capture(), await ask.refund()];
  expect(first.map(({ status, replayed }) => [status, replayed])).toEqual(first.map(() => [201, false]));
  done(await backend.spend({ feature: "ai-image", units: 20 }));
  await freeze(server, account);
  await server.owner`insert into feature_prices (feature, "from", cost_per_unit)
    values ('ai-portrait-animation', now(), 999)`;
  const again = [await ask.hold(), await ask.extend(), await ask.capture(), await ask.refund()];
  await server.owner`delete from feature_prices where cost_per_unit = 999`;
  expect(again.map(({ status, replayed, body }) => [status, replayed, body])).toEqual(
    first.map(({ body }) => [201, true, body]),
  );
  const frozen = { type: "/problems/account-frozen", status: 403 };
  expect((await backend.hold(animation)).problem).toMatchObject(frozen);
  expect((await backend.spend(animation)).problem).toMatchObject(frozen);
  expect(done(await backend.refund(4, { reason: "Returning goes on" })).transaction.amount).toBe(15);
});

test("a key is bound to its request: another amount, hold or call with it is refused", async ({ server, stranger }) => {
  const { account, backend } = await newOwner(server, stranger, { purchased: 100 });
  const key = randomUUID();
  done(await backend.hold(animation));
  done(await backend.hold(animation));
  done(await backend.capture(1, { amount: 20 }, key));
  const others = [
    await backend.capture(1, { amount: 21 }, key),
    await backend.capture(1, {}, key),
    await backend.capture(2, { amount: 20 }, key),
    await backend.capture("x", { amount: 20 }, key),
    await backend.release(1, {}, key),
    await backend.extend(2, { expiresInSeconds: 60 }, key),
    await backend.hold(animation, key),
    await backend.hold({ feature: "time-travel" }, key),
    await backend.refund(4, { reason: "x" }, key),
    await backend.refund("x", { reason: "x" }, key),
  ];
  for (const { status, problem } of others) {
    expect([status, problem?.type]).toEqual([422, "/problems/idempotency-key-reused"]);
  }
  expect(await countLines(server, account)).toBe(4);
  // An explicit default is the same request.
  const releasing = randomUUID();
  done(await backend.release(2, {}, releasing));
  expect((await backend.release(2, { cause: "failed" }, releasing)).replayed).toBe(true);
});

test("capture against release, repeatedly: exactly one wins", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger, { purchased: 100 });
  let available = 100;
  for (let round = 1; round <= 10; round += 1) {
    const { hold } = done(await backend.hold({ feature: "ai-image" }));
    const asked = [0, 1, 2, 3].map((n) => (n % 2 === 0 ? backend.capture(hold.id) : backend.release(hold.id)));
    const answers = await Promise.all(round % 2 === 0 ? asked : asked.toReversed());
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
    const { status } = done(await backend.holdOf(hold.id)).hold;
    if (status === "captured") available -= 4;
    for (const { problem } of answers.filter((answer) => answer.status === 409)) {
      expect(problem).toMatchObject({ holdStatus: status });
    }
    expect(done(await backend.balance())).toMatchObject({ available, held: 0 });
  }
});

test("refund against refund: together they never return more than was spent", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger, { subscription: 20, purchased: 5 });
  const { transaction } = done(await backend.spend(animation));
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => backend.refund(transaction.version, { amount: 4, reason: "x" })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(6);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(6);
  expect(done(await backend.balance()).available).toBe(24);
  expect((await backend.refund(transaction.version, { amount: 2, reason: "x" })).problem).toMatchObject({
    refundable: 1,
  });
});
