import { createHash, randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { readPlanOrderRow } from "#db/queries/plans/plan-orders.ts";
import { spend } from "#lib/api/calls/spends.ts";
import { claim } from "#lib/campaigns/claim.ts";
import { claimOf, openCampaign } from "#testing/campaigns.ts";
import { testDatabase } from "#testing/database.ts";
import { openShop } from "#testing/shop.ts";
import { openSubscribers } from "#testing/subscribers.ts";

const { db } = await testDatabase();
const shop = await openShop(db);
const { started } = await openSubscribers(db, shop);

test("the official example with real sources: the Pro trial (20), the welcome bonus (15), the pack of 100; 25 take 20 + 5 + 0", async () => {
  const buyer = await shop.newBuyer();
  const headers = await backEndOf(buyer);
  const pack = await shop.started(buyer, { pack: "100" });
  await shop.press(pack.checkoutSession, "pay");
  await expect.poll(async () => (await shop.balance(buyer)).available).toBe(100);
  await db.$client`update users set email_verified = now() where id = ${buyer}`;
  const welcome = await openCampaign(db, { type: "welcome", amount: 15, validDays: 14 });
  expect(await claim(db, claimOf(buyer, welcome))).toMatchObject({ status: "claimed", transaction: { amount: 15 } });
  const { order } = await started(buyer);
  await shop.press(order.checkoutSession, "pay");
  await expect.poll(async () => (await readPlanOrderRow(db, order.id))?.status).toBe("paid");

  const spent = await call(spend, "/api/v1/spends", { headers, body: { feature: "ai-portrait-animation" } });
  expect(spent).toMatchObject({
    status: 201,
    body: {
      transaction: {
        amount: -25,
        balanceBefore: 135,
        balanceAfter: 110,
        entries: [
          { kind: "subscription", amount: -20, source: "plan" },
          { kind: "activity", amount: -5, source: "campaign" },
        ],
      },
    },
  });
  const left = await db.$client`select available_subscription as subscription, available_activity as activity,
    available_purchased as purchased from credit_accounts where id = ${buyer}`;
  expect(left.map((row) => Object.values(row).map(Number))).toEqual([[0, 10, 100]]);
});

async function backEndOf(account: string) {
  const secret = randomBytes(24).toString("base64url");
  const hash = createHash("sha256").update(secret).digest("hex");
  await db.$client`insert into service_keys (name, client, hash, may) values ('a', 'a', ${hash}, array['spend'])`;
  return { Authorization: `Bearer ${secret}`, "Credits-Account": account };
}

async function call(
  { serve }: typeof spend,
  path: string,
  { headers, body }: { headers: Record<string, string>; body: object },
) {
  const request = new Request(`http://localhost:3000${path}`, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json", "Idempotency-Key": randomUUID() },
    body: JSON.stringify(body),
  });
  const response = await serve(request, {});
  return { status: response.status, body: await response.json() };
}
