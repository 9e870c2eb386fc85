import { sealQuote } from "#lib/spending/quote-id.ts";
import { done } from "#testing/api-client.ts";
import { countLines, expect, grantOf, newOwner, test } from "./app.ts";

const animation = { feature: "ai-portrait-animation" };

test("a quote says which batches would be used, in order, and fixes its price", async ({ server, stranger }) => {
  const { web } = await newOwner(server, stranger, { subscription: 20, activity: 15, purchased: 100 });
  const asked = Date.now();
  const quote = done(await web.quote({ ...animation, units: 2 }));
  const answered = Date.now();
  expect(quote).toMatchObject({ units: 2, cost: 50, available: 135, sufficient: true, shortfall: 0, after: 85 });
  expect(quote.batches.map(({ batch, kind, amount }) => ({ batch, kind, amount }))).toEqual([
    { batch: 1, kind: "subscription", amount: 20 },
    { batch: 2, kind: "activity", amount: 15 },
    { batch: 3, kind: "purchased", amount: 15 },
  ]);
  const made = new Date(quote.expiresAt).getTime() - 5 * 60_000;
  expect([made > asked - 1_000, made <= answered]).toEqual([true, true]);

  await server.owner`insert into feature_prices (feature, "from", cost_per_unit) values ('ai-portrait-animation', now(), 30)`;
  const risen = done(await web.quote({ ...animation, units: 2 }));
  const { transaction } = done(await web.spend({ ...animation, units: 2, quote: quote.id }));
  await server.owner`delete from feature_prices where cost_per_unit = 30`;
  expect([risen.cost, transaction.amount]).toEqual([60, -50]);
});

test("a quote for more than is available says what is missing, and spending it is refused", async ({
  server,
  stranger,
}) => {
  const { web } = await newOwner(server, stranger, { purchased: 20 });
  const quote = done(await web.quote({ ...animation, units: 5 }));
  expect(quote).toMatchObject({
    cost: 125,
    available: 20,
    sufficient: false,
    shortfall: 105,
    after: 20,
    uses: [],
    batches: [],
  });
  const { status, problem } = await web.spend({ ...animation, units: 5, quote: quote.id });
  expect(status).toBe(402);
  expect(problem).toMatchObject({ cost: 125, available: 20, shortfall: 105 });
  const store = new URL(String(problem?.webUrl));
  expect([store.origin, store.pathname]).toEqual([server.url, "/profile/credits/store"]);
  // The smallest pack that covers 105 credits.
  expect(Object.fromEntries(store.searchParams)).toMatchObject({ pack: "pack-500", feature: "ai-portrait-animation" });
});

test("when credits were used elsewhere meanwhile, a spend takes nothing and returns a new quote", async ({
  server,
  stranger,
}) => {
  const { account, web, backend } = await newOwner(server, stranger, { activity: 30, purchased: 100 });
  const quote = done(await web.quote(animation));
  expect(quote.uses).toEqual([{ kind: "activity", amount: 25 }]);
  done(await backend.spend({ feature: "smart-cutout", units: 2 }));

  const { status, problem } = await web.spend({ ...animation, quote: quote.id }, "a key");
  expect([status, problem?.type]).toEqual([409, "/problems/quote-changed"]);
  expect(problem?.quote).toMatchObject({
    cost: 25,
    uses: [
      { kind: "activity", amount: 20 },
      { kind: "purchased", amount: 5 },
    ],
  });
  expect(await countLines(server, account)).toBe(3);
  const fresh = done(await web.quote(animation));
  // The refused request left its key unused: the same key is sent with the new quote.
  expect((await web.spend({ ...animation, quote: fresh.id }, "a key")).status).toBe(201);
});

test("a quote is refused if more purchased credits would be taken now, and accepted if fewer", async ({
  server,
  stranger,
}) => {
  const { web, backend } = await newOwner(server, stranger, { activity: 10, purchased: 100 });
  const shown = done(await web.quote(animation));
  done(await backend.grant(grantOf("activity", 5)));
  expect((await web.spend({ ...animation, quote: shown.id })).status).toBe(201);

  const other = await newOwner(server, stranger, { activity: 10, purchased: 100 });
  const quote = done(await other.web.quote(animation));
  done(await other.backend.spend({ feature: "ai-image" }));
  expect((await other.web.spend({ ...animation, quote: quote.id })).problem?.type).toBe("/problems/quote-changed");
});

test("a quote expires after its time, and the refusal includes a new one", async ({ server, stranger }) => {
  const { account, web } = await newOwner(server, stranger, { purchased: 100 });
  const terms = { account, ...animation, units: 1, cost: 1, uses: [{ kind: "purchased" as const, amount: 25 }] };
  const sealed = (expiresAt: Date) => sealQuote({ ...terms, expiresAt }, server.authSecret);
  const { status, problem } = await web.spend({ ...animation, quote: sealed(new Date(Date.now() - 1)) });
  expect([status, problem?.type]).toEqual([409, "/problems/quote-expired"]);
  expect(problem?.quote).toMatchObject({ cost: 25 });
  expect(await countLines(server, account)).toBe(1);
  // Proof that only its time was the reason: the same terms with a later end are accepted, price and all.
  const { transaction } = done(await web.spend({ ...animation, quote: sealed(new Date(Date.now() + 60_000)) }));
  expect(transaction.amount).toBe(-1);
});

test("a quote is valid for its own account, feature and units only, and cannot be forged", async ({
  server,
  stranger,
}) => {
  const mine = await newOwner(server, stranger, { purchased: 100 });
  const other = await newOwner(server, stranger, { purchased: 100 });
  const { id } = done(await mine.web.quote(animation));
  const foreign = sealQuote(
    { account: mine.account, ...animation, units: 1, cost: 1, uses: [], expiresAt: new Date(Date.now() + 60_000) },
    "another installation's secret, of the same length",
  );
  const turned = `${id.slice(0, 40)}${id[40] === "A" ? "B" : "A"}${id.slice(41)}`;
  const refused = [
    await other.web.spend({ ...animation, quote: id }),
    await mine.web.spend({ feature: "ai-image", quote: id }),
    await mine.web.spend({ ...animation, units: 2, quote: id }),
    await mine.web.spend({ ...animation, quote: foreign }),
    await mine.web.spend({ ...animation, quote: turned }),
    await mine.web.spend({ ...animation, quote: id.slice(0, -4) }),
    await mine.web.spend({ ...animation, quote: `${id}A` }),
  ];
  for (const { status, problem } of refused) {
    expect([status, problem?.type]).toEqual([422, "/problems/invalid-request"]);
  }
  expect(await countLines(server, mine.account)).toBe(1);
  expect((await mine.web.spend({ ...animation, quote: id })).status).toBe(201);
});
