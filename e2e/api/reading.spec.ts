import { done } from "#testing/api-client.ts";
import { expect, grantOf, inDays, newOwner, type Owner, test } from "./app.ts";

/** A history of 12 lines: three grants, eight spends of three features by two callers, one more grant. */
async function withHistory(owner: Owner) {
  const { web, backend } = owner;
  done(await backend.grant(grantOf("subscription", 10)));
  done(await backend.grant(grantOf("activity", 20, { expiresAt: inDays(10) })));
  done(await backend.grant(grantOf("purchased", 100)));
  for (let round = 0; round < 4; round += 1) {
    done(await web.spend({ feature: "ai-image", reference: `round ${round}` }));
    done(await backend.spend({ feature: "smart-cutout" }));
  }
  done(await backend.grant(grantOf("activity", 5, { expiresAt: inDays(3) })));
  return owner;
}

test("the history is paged by version, newest first, with no line twice and none missing", async ({
  server,
  stranger,
}) => {
  const { web } = await withHistory(await newOwner(server, stranger));
  const versions: number[] = [];
  let query = "?limit=5";
  for (let pages = 1; ; pages += 1) {
    const { transactions, nextBefore } = done(await web.transactions(query));
    versions.push(...transactions.map(({ version }) => version));
    if (nextBefore === null) {
      expect(pages).toBe(3);
      break;
    }
    query = `?limit=5&before=${nextBefore}`;
  }
  expect(versions).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  const all = done(await web.transactions());
  expect(all.transactions.map(({ version }) => version)).toEqual(versions);
  for (const [newer, older] of all.transactions.slice(0, -1).map((line, at) => [line, all.transactions[at + 1]])) {
    expect(newer?.balanceBefore).toBe(older?.balanceAfter);
  }
  expect(done(await web.transaction(7))).toEqual(all.transactions.find(({ version }) => version === 7));
});

test("filters of the history can be combined and can have several values", async ({ server, stranger }) => {
  const { web } = await withHistory(await newOwner(server, stranger));
  const versions = async (query: string) =>
    done(await web.transactions(query)).transactions.map(({ version }) => version);
  const lines = done(await web.transactions()).transactions;
  const at = (version: number) => lines.find((line) => line.version === version)?.at ?? "";
  expect(await versions("?type=grant")).toEqual([12, 3, 2, 1]);
  expect(await versions("?type=grant&type=spend&limit=3")).toEqual([12, 11, 10]);
  expect(await versions("?type=expiry")).toEqual([]);
  expect(await versions("?feature=ai-image")).toEqual([10, 8, 6, 4]);
  expect(await versions("?platform=web")).toEqual([10, 8, 6, 4]);
  expect(await versions("?kind=purchased&type=spend")).toEqual([11, 10]);
  expect(await versions("?kind=subscription&kind=purchased&type=grant")).toEqual([3, 1]);
  expect(await versions(`?from=${at(5)}&to=${at(8)}`)).toEqual([7, 6, 5]);
  expect(await versions(`?from=${encodeURIComponent(at(8).replace("Z", "+00:00"))}&feature=smart-cutout`)).toEqual([
    11, 9,
  ]);
  expect(await versions(`?from=${at(9)}&to=${at(5)}`)).toEqual([]);
  expect(await versions("?type=spend&feature=smart-cutout&before=9")).toEqual([7, 5]);
});

test("batches are listed in deduction order, page by page, live ones or all", async ({ server, stranger }) => {
  const { backend } = await withHistory(await newOwner(server, stranger));
  const live = done(await backend.batches());
  expect(live.batches.map(({ id, kind, remaining, state }) => ({ id, kind, remaining, state }))).toEqual([
    { id: 4, kind: "activity", remaining: 5, state: "live" },
    { id: 3, kind: "purchased", remaining: 94, state: "live" },
  ]);
  const ids: number[] = [];
  for (let query = "?state=all&limit=1"; ; ) {
    const { batches, nextAfter } = done(await backend.batches(query));
    ids.push(...batches.map(({ id }) => id));
    if (nextAfter === null) break;
    query = `?state=all&limit=1&after=${nextAfter}`;
  }
  expect(ids).toEqual([1, 4, 2, 3]);
  const all = done(await backend.batches("?state=all"));
  expect(all.batches.map(({ state }) => state)).toEqual(["used-up", "live", "used-up", "live"]);
});

test("expired credits disappear from every reading at their instant, whether booked or not", async ({
  server,
  stranger,
}) => {
  const { backend } = await newOwner(server, stranger, { purchased: 10 });
  const ends = new Date(Date.now() + 5_000);
  done(await backend.grant(grantOf("activity", 5, { expiresAt: ends.toISOString() })));
  expect(done(await backend.balance())).toMatchObject({
    available: 15,
    nextExpiry: { at: ends.toISOString(), amount: 5, kind: "activity" },
  });
  await new Promise((resolve) => setTimeout(resolve, ends.getTime() + 5 - Date.now()));
  expect(done(await backend.balance())).toMatchObject({ available: 10, byKind: { activity: 0 }, nextExpiry: null });
  expect(done(await backend.batches()).batches.map(({ kind }) => kind)).toEqual(["purchased"]);
  expect(done(await backend.quote({ feature: "ai-image" }))).toMatchObject({ available: 10 });
  const all = done(await backend.batches("?state=all"));
  expect(all.batches.map(({ state }) => state).sort()).toEqual(["expired", "live"]);

  // The next command first books the expiry as a line of its own, at an instant that is not before the end.
  const { transaction } = done(await backend.spend({ feature: "ai-image" }));
  const lines = done(await backend.transactions("?type=expiry")).transactions;
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ amount: -5, balanceBefore: 15, balanceAfter: 10 });
  expect((lines[0]?.at ?? "") >= ends.toISOString()).toBe(true);
  expect(transaction).toMatchObject({ balanceBefore: 10, balanceAfter: 6 });
});

test("an account with nothing has a balance, an empty history and no batches", async ({ server, stranger }) => {
  const { web } = await newOwner(server, stranger);
  expect(done(await web.balance())).toEqual({
    version: 0,
    at: expect.any(String),
    available: 0,
    held: 0,
    byKind: { subscription: 0, activity: 0, purchased: 0 },
    nextExpiry: null,
    nextCredits: null,
  });
  expect(done(await web.transactions())).toEqual({ transactions: [], nextBefore: null });
  expect(done(await web.batches("?state=all"))).toEqual({ batches: [], nextAfter: null });
});

test("the catalogue lists every feature with its present price", async ({ server, stranger }) => {
  const { backend } = await newOwner(server, stranger);
  const { features } = done(await backend.features());
  expect(Object.fromEntries(features.map(({ slug, costPerUnit }) => [slug, costPerUnit]))).toEqual({
    "ai-script": 2,
    "ai-image": 4,
    "smart-cutout": 5,
    "background-removal": 2,
    "template-export": 10,
    "ai-portrait-animation": 25,
  });
});

test("a line's entries are read page by page, by every caller that sees the line", async ({ server, stranger }) => {
  const { web, backend } = await newOwner(server, stranger, { subscription: 20, activity: 15, purchased: 100 });
  const { transaction } = done(await web.spend({ feature: "ai-portrait-animation", units: 2 }));
  expect(transaction).toMatchObject({ amount: -50, entryCount: 3 });
  for (const client of [web, backend]) {
    const first = done(await client.entries(transaction.version, "?limit=2"));
    expect(first.entries).toEqual(transaction.entries.slice(0, 2));
    const rest = done(await client.entries(transaction.version, `?limit=2&after=${first.nextAfter}`));
    expect([rest.entries, rest.nextAfter]).toEqual([transaction.entries.slice(2), null]);
  }
  for (const path of ["99", "x", "0"]) expect((await web.entries(path)).status, path).toBe(404);
  for (const query of ["?limit=0", "?limit=1001", "?after=x", "?before=1"])
    expect((await web.entries(transaction.version, query)).status, query).toBe(422);
});

test("use is read by day and group, less what was refunded, in days of a zone", async ({ server, stranger }) => {
  const { web, backend } = await withHistory(await newOwner(server, stranger));
  done(await backend.refund(4, { amount: 3, reason: "Half of it failed" }));
  const today = new Date().toISOString().slice(0, 10);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const path = `/api/v1/usage?from=${yesterday}&to=${today}`;
  for (const client of [web, backend]) {
    const told = await client.ask({ method: "GET", path: `${path}&by=month&group=platform&timeZone=Asia/Kathmandu` });
    expect(told.status).toBe(200);
    const { body } = await client.ask({ method: "GET", path });
    expect(body).toMatchObject({ used: 33 });
    expect(JSON.stringify(body)).toContain(
      '"groups":[{"name":"ai-image","used":13},{"name":"smart-cutout","used":20}]',
    );
  }
});
