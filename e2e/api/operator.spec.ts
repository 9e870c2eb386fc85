import { randomUUID } from "node:crypto";
import { done } from "#testing/api-client.ts";
import type { AppServer } from "#testing/app-server.ts";
import { runCommand } from "#testing/run-command.ts";
import { runScript } from "#testing/run-script.ts";
import { expect, newOwner, test } from "./app.ts";

test("a key is printed once, works within its rights, is listed, and is refused from the call after its end", async ({
  server,
  stranger,
}) => {
  const { account } = await newOwner(server, stranger, { purchased: 50 });
  const name = `shop-${randomUUID().slice(0, 8)}`;
  const keys = (...words: string[]) => run(server, "keys", ...words);
  // A process of its own, as an operator starts it: nothing but the key goes to its output.
  const create = runScript("keys", ["create", name, "--may", "read,spend"], { appUrl: server.databaseUrl });
  const secret = await printed(create);
  const backend = stranger.as({ Authorization: `Bearer ${secret}`, "Credits-Account": account });
  expect(done(await backend.balance()).available).toBe(50);
  expect((await backend.spend({ feature: "ai-image" }, "the first")).status).toBe(201);
  expect((await backend.grant({ kind: "purchased", amount: 1, source: "test", reason: "x" })).status).toBe(403);

  const listed = await printed(keys("list"));
  expect(listed).toMatch(new RegExp(`^${name} +${name} +read,spend +made .* last used \\d{4}-`, "m"));
  expect(listed).not.toContain(secret);
  expect(await server.owner`select 1 from service_keys where hash = ${secret}`).toHaveLength(0);
  expect(await keys("create", name, "--may", "read")).toMatchObject({
    code: 1,
    error: expect.stringContaining("already"),
  });
  expect((await keys("create", "other", "--may", "everything")).code).toBe(1);

  expect(await printed(keys("revoke", name))).toBe(`${name} is revoked.`);
  const refused = [await backend.balance(), await backend.spend({ feature: "ai-image" }, "the first")];
  for (const { status, problem } of refused)
    expect([status, problem?.type]).toEqual([401, "/problems/unauthenticated"]);
  expect(await printed(keys("list"))).toMatch(new RegExp(`^${name} .* revoked \\d{4}-`, "m"));
  expect(await keys("revoke", name)).toMatchObject({ code: 1, error: expect.stringContaining("in force") });

  // The replacing key belongs to the same client, so that a retry with it is still a retry.
  const next = await printed(keys("create", `${name}-2`, "--may", "spend", "--client", name));
  const replaced = stranger.as({ Authorization: `Bearer ${next}`, "Credits-Account": account });
  expect(await replaced.spend({ feature: "ai-image" }, "the first")).toMatchObject({ status: 201, replayed: true });
  expect(await printed(keys("list"))).toMatch(new RegExp(`^${name}-2 +${name} +spend `, "m"));
  expect((await keys("create", "other", "--may", "read", "--client", "No Name")).code).toBe(1);
});

test("a new price is a new row that applies from its instant on; earlier quotes and spends keep their price", async ({
  server,
  stranger,
}) => {
  const { web, backend } = await newOwner(server, stranger, { purchased: 100 });
  const cutout = { feature: "smart-cutout" };
  const costs = async () =>
    done(await web.features()).features.find(({ slug }) => slug === cutout.feature)?.costPerUnit;
  const priceRows = () => server.owner`select cost_per_unit, "from" from feature_prices
    where feature = ${cutout.feature} order by "from"`;
  const before = await priceRows();
  const usual = await costs();
  const quote = done(await web.quote(cutout));
  const first = done(await web.spend(cutout)).transaction;
  expect(first.amount).toBe(-5);
  try {
    const from = new Date(Date.now() + 3_600_000);
    expect(await printed(run(server, "catalogue", "price", cutout.feature, "7", "--from", from.toISOString()))).toBe(
      `smart-cutout costs 7 from ${from.toISOString()}.`,
    );
    expect([usual, await costs()]).toEqual([5, 5]);
    expect(done(await backend.spend(cutout)).transaction.amount).toBe(-5);
    // The hour passes.
    await server.owner`update feature_prices set "from" = now() where feature = ${cutout.feature} and "from" = ${from}`;
    expect(await costs()).toBe(7);
    expect(done(await backend.spend(cutout)).transaction.amount).toBe(-7);
    expect(done(await web.spend({ ...cutout, quote: quote.id })).transaction.amount).toBe(-5);
    expect(done(await web.transaction(first.version))).toEqual(first);
    expect((await priceRows()).slice(0, -1)).toEqual(before);
  } finally {
    // Other tests use this catalogue after this one.
    await printed(run(server, "catalogue", "price", cutout.feature, "5"));
  }
  expect(await costs()).toBe(5);
});

test("a pack is sold from its row's instant, a later row changes only later sales, and a withdrawn pack is not sold", async ({
  server,
  stranger,
}) => {
  const pack = `test-${randomUUID().slice(0, 8)}`;
  const buyer = await newOwner(server, stranger);
  expect((await buyer.web.checkout({ pack })).status).toBe(422);
  await printed(run(server, "catalogue", "pack", pack, "250", "999"));
  const { order } = done(await buyer.web.checkout({ pack }));
  expect(order).toMatchObject({ credits: 250, amount: 999, currency: "usd", status: "open" });

  await printed(run(server, "catalogue", "pack", pack, "300", "999", "--valid-days", "30"));
  expect(done(await buyer.web.order(order.id)).order).toEqual(order);
  expect(done(await buyer.web.checkout({ pack })).order).toMatchObject({ credits: 300, amount: 999 });
  const rows = await server.owner`select credits, valid_days from packs where slug = ${pack} order by "from"`;
  expect([...rows]).toEqual([
    { credits: 250, valid_days: null },
    { credits: 300, valid_days: 30 },
  ]);

  await printed(run(server, "catalogue", "pack", pack, "300", "999", "--withdraw"));
  const { web } = await newOwner(server, stranger);
  expect((await web.checkout({ pack })).problem?.errors).toEqual([{ path: "pack", message: "is not sold" }]);
});

function run({ databaseUrl }: AppServer, script: string, ...words: string[]) {
  return runCommand(script, words, { appUrl: databaseUrl });
}

/** The output of a command that must succeed. */
async function printed(running: ReturnType<typeof run | typeof runScript>): Promise<string> {
  const { code, output, error } = await running;
  if (code !== 0) throw new Error(error);
  return output.trim();
}
