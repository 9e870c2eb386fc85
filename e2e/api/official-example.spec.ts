import { done } from "#testing/api-client.ts";
import { expect, newOwner, test } from "./app.ts";

test("the official example: 20 subscription, 15 activity, 100 purchased, and a feature that costs 25", async ({
  server,
  stranger,
}) => {
  const { web } = await newOwner(server, stranger, { subscription: 20, activity: 15, purchased: 100 });
  expect(done(await web.balance())).toMatchObject({
    available: 135,
    byKind: { subscription: 20, activity: 15, purchased: 100 },
  });

  const quote = done(await web.quote({ feature: "ai-portrait-animation" }));
  expect(quote).toMatchObject({ cost: 25, available: 135, sufficient: true, shortfall: 0, after: 110 });
  expect(quote.uses).toEqual([
    { kind: "subscription", amount: 20 },
    { kind: "activity", amount: 5 },
  ]);

  const answer = await web.spend({ feature: "ai-portrait-animation", quote: quote.id });
  expect(answer.status).toBe(201);
  const { transaction, balance } = done(answer);
  expect(transaction.entries.map(({ kind, amount }) => ({ kind, amount }))).toEqual([
    { kind: "subscription", amount: -20 },
    { kind: "activity", amount: -5 },
  ]);
  expect(transaction).toMatchObject({ amount: -25, balanceBefore: 135, balanceAfter: 110, platform: "web" });
  expect(balance).toEqual({ version: transaction.version, available: 110 });
  expect(done(await web.balance()).byKind).toEqual({ subscription: 0, activity: 10, purchased: 100 });
});
