import { randomUUID } from "node:crypto";
import { done } from "#testing/api-client.ts";
import { expect, grantOf, newDevice, newOwner, newServiceKey, test } from "./app.ts";
import { get } from "./device-calls.ts";

test("a grant is found by its external source, with what is left of it now", async ({ server, stranger }) => {
  const { account, web, backend } = await newOwner(server, stranger, { activity: 3 });
  const fact = { source: "app-store", sourceId: `order ${randomUUID()} & more` };
  const query = `?${new URLSearchParams(fact)}`;
  // No account is named: the source determines it.
  const finder = stranger.as({ Authorization: `Bearer ${await newServiceKey(server, ["grant"])}` });
  expect(done(await finder.grants(query))).toEqual({ grants: [] });

  const made = done(await backend.grant(grantOf("purchased", 50, fact)));
  expect(made.batch).toMatchObject({ id: 2, ...fact, granted: 50, remaining: 50 });
  done(await web.spend({ feature: "ai-image", units: 2 }));
  const now = { ...made.batch, remaining: 45 };
  expect(done(await finder.grants(query))).toEqual({
    grants: [{ account, transaction: made.transaction, batch: now }],
  });

  expect(done(await finder.grants(query.replace("app-store", "play-store")))).toEqual({ grants: [] });
  const reader = stranger.as({ Authorization: `Bearer ${await newServiceKey(server, ["read", "spend"])}` });
  for (const other of [reader, web]) {
    expect((await other.grants(query)).problem?.type).toBe("/problems/not-allowed");
  }
  const app = await newDevice(server, stranger, { account, platform: "desktop", version: "6.2.0" });
  expect((await app.ask(get(`/api/v1/grants${query}`))).problem?.type).toBe("/problems/not-on-this-platform");
});

test("batches show their external source only to product back ends, also in a replay", async ({ server, stranger }) => {
  const { web, backend } = await newOwner(server, stranger);
  const fact = { source: "app-store", sourceId: randomUUID() };
  const [key, body] = [randomUUID(), grantOf("purchased", 5, fact)];
  const first = await backend.grant(body, key);
  done(await backend.grant(grantOf("purchased", 6)));
  for (const again of [await backend.grant(body, key), await backend.grant(body)]) {
    expect([again.replayed, again.body]).toEqual([true, first.body]);
  }
  const sourceIds = async (api: typeof web) => done(await api.batches()).batches.map(({ sourceId }) => sourceId);
  expect(await sourceIds(backend)).toEqual([fact.sourceId, undefined]);
  expect(await sourceIds(web)).toEqual([undefined, undefined]);
});

test("the history can be filtered by reference, with other filters and page by page", async ({ server, stranger }) => {
  const { web, backend } = await newOwner(server, stranger, { purchased: 100 });
  const reference = "Project 7 / cut & colour";
  done(await web.spend({ feature: "ai-image", reference }));
  done(await web.spend({ feature: "ai-image", reference: "Project 8" }));
  const { hold } = done(await backend.hold({ feature: "smart-cutout", reference }));
  done(await backend.capture(hold.id));
  done(await web.spend({ feature: "ai-image" }));
  const ask = async (more: Record<string, string>) => {
    const page = done(await backend.transactions(`?${new URLSearchParams({ reference, ...more })}`));
    return [page.transactions.map(({ version }) => version), page.nextBefore];
  };
  expect(await ask({})).toEqual([[5, 4, 2], null]);
  expect(await ask({ limit: "2" })).toEqual([[5, 4], 4]);
  expect(await ask({ limit: "2", before: "4" })).toEqual([[2], null]);
  expect(await ask({ type: "hold" })).toEqual([[4], null]);
  expect(await ask({ reference: "nobody's" })).toEqual([[], null]);
});
