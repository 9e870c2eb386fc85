import { createHash, randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { seedCatalogue } from "#db/seed-catalogue.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { readBatch } from "#lib/ledger/read/batches.ts";
import { openAccount, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { getBalance } from "./balance.ts";
import { returnGrant } from "./grant-returns.ts";
import { grant } from "./grants.ts";
import { makeQuote } from "./quotes.ts";
import { spend } from "./spends.ts";

const { db } = await testDatabase();
const authorization = await serviceKey();
await seedCatalogue(db);

test("an app store's refund takes its share of the credits back, and undoing it gives them back", async () => {
  const account = await openAccount(db);
  const fact = { source: "app-store", sourceId: randomUUID() };
  await ask(grant, account, { kind: "purchased", amount: 100, reason: "In-app purchase", ...fact });
  await commitOne(db, spendOf(account, 40));

  const key = randomUUID();
  const first = await ask(returnGrant, account, { ...fact, paid: 499, returned: 499 }, key);
  expect(first).toMatchObject([
    201,
    { transaction: { type: "revoke", amount: -60, returnedBatch: 1, target: 100, debtChange: 40 } },
  ]);
  expect(await ask(returnGrant, account, { ...fact, paid: 499, returned: 499 }, key)).toEqual(first);
  const again = await ask(returnGrant, account, { ...fact, paid: 499, returned: 499 });
  expect(again).toEqual([200, { balance: { version: 3, available: 0 } }]);
  expect(await balance(account)).toMatchObject({ available: 0, debt: 40 });
  await expectOffers(account);

  // The next in-app purchase repays, and what is undone comes back.
  await ask(grant, account, {
    kind: "purchased",
    amount: 100,
    reason: "In-app purchase",
    source: "app-store",
    sourceId: randomUUID(),
  });
  expect(await balance(account)).toMatchObject({ available: 60 });
  expect(await ask(returnGrant, account, { ...fact, paid: 499, returned: 100 })).toMatchObject([
    201,
    { transaction: { type: "reinstate", amount: 79 } },
  ]);
  expect((await readBatch(db, account, 1))?.revocation).toMatchObject({ target: 21, taken: 21 });
  await expectInvariants(db);
});

test("a return names a grant of this account, and none of the store's own", async () => {
  const [account, other] = [await openAccount(db), await openAccount(db)];
  const fact = { source: "app-store", sourceId: randomUUID() };
  await ask(grant, other, { kind: "purchased", amount: 100, reason: "In-app purchase", ...fact });
  expect(await ask(returnGrant, account, { ...fact, paid: 499, returned: 499 })).toMatchObject([404, {}]);
  expect(
    await ask(returnGrant, account, { source: "order", sourceId: randomUUID(), paid: 1, returned: 1 }),
  ).toMatchObject([422, {}]);
  expect(await ask(returnGrant, other, { ...fact, paid: 499, returned: -1 })).toMatchObject([422, {}]);
  expect(await balance(other)).toMatchObject({ available: 100 });
});

/** What is offered to an account that owes 40: a quote says so, and the pack covers the debt beside the shortfall. */
async function expectOffers(account: string) {
  const asked = { feature: "ai-portrait-animation", units: 3 };
  expect(await ask(makeQuote, account, asked)).toMatchObject([200, { shortfall: 75, debt: 40 }]);
  const [status, refused] = await ask(spend, account, asked);
  const { webUrl } = z.object({ webUrl: z.string() }).parse(refused);
  expect([status, Object.fromEntries(new URL(webUrl).searchParams)]).toEqual([
    402,
    { need: "75", pack: "pack-500", feature: asked.feature },
  ]);
}

async function ask(
  call: { path: string; serve: typeof grant.serve },
  account: string,
  body: unknown,
  key: string = randomUUID(),
) {
  const headers = {
    ...authorization,
    "Credits-Account": account,
    "Idempotency-Key": key,
    "Content-Type": "application/json",
  };
  const request = new Request(`http://localhost:3000${call.path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  const response = await call.serve(request, {});
  const answer: unknown = await response.json();
  return [response.status, answer] as const;
}

async function balance(account: string): Promise<unknown> {
  const headers = { ...authorization, "Credits-Account": account };
  return await (await getBalance.serve(new Request("http://localhost:3000/api/v1/balance", { headers }), {})).json();
}

async function serviceKey() {
  const secret = randomBytes(24).toString("base64url");
  const hash = createHash("sha256").update(secret).digest("hex");
  await db.$client`insert into service_keys (name, client, hash, may) values ('a', 'a', ${hash}, array['read', 'grant', 'spend'])`;
  return { Authorization: `Bearer ${secret}` };
}
