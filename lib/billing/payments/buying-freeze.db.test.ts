import { expect, test, vi } from "vitest";
import { changePlan } from "#lib/billing/plans/change-plan.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { openShop } from "#testing/shop.ts";
import { openSubscribers } from "#testing/subscribers.ts";
import { allowBuying, readBuyingFreeze } from "./buying-freeze.ts";

const { db, owner } = await testDatabase();
const shop = await openShop(db);
const subscribers = await openSubscribers(db, shop);
const frozen = { status: "buying-frozen" };
const decided = { actor: "operator:test", reason: "Paid by bank transfer" };

test("an open dispute stops purchases of packs and plans, spending goes on, and an operator lifts it", async () => {
  const { buyer, order, intent } = await bought();
  const key = "begun before";
  const before = await shop.buy(buyer, { pack: "500", key });
  await shop.control({ dispute: { intent, amount: 100, status: "needs_response" } });
  await until(async () => expect(await readBuyingFreeze(db, buyer)).toMatchObject({ dispute: "open", orderId: order }));
  expect(await shop.buy(buyer)).toEqual(frozen);
  expect(await subscribers.subscribe(buyer)).toEqual(frozen);
  expect(await shop.buy(buyer, { pack: "500", key }), "a retry gets its order").toEqual({ ...before, replayed: true });
  expect(await commitOne(db, spendOf(buyer, 5))).toMatchObject({ status: "done" });

  await shop.control({ dispute: { intent, status: "lost" } });
  await until(async () => expect(await readBuyingFreeze(db, buyer)).toMatchObject({ dispute: "lost" }));
  expect(await shop.buy(buyer)).toEqual(frozen);
  await expectInvariants(db);
  expect(await allowBuying(db, buyer, decided)).toEqual([intent]);
  expect(await allowBuying(db, buyer, decided), "once").toEqual([]);
  expect(await readBuyingFreeze(db, buyer)).toBeNull();
  expect(await shop.buy(buyer)).toMatchObject({ status: "started" });
  await expectInvariants(db);
});

test("a dispute that is won or only an inquiry stops nothing, and a second payment's dispute stops again", async () => {
  const { buyer, intent } = await bought();
  const other = await shop.bought(buyer);
  await until(async () => expect((await shop.order(other.order))?.status).toBe("paid"));
  await shop.control({ dispute: { intent, status: "warning_needs_response" } });
  await shop.control({ dispute: { intent, status: "needs_response" } });
  await until(async () => expect(await readBuyingFreeze(db, buyer)).not.toBeNull());
  await allowBuying(db, buyer, decided);
  await shop.control({ dispute: { intent: other.intent, status: "needs_response" } });
  await until(async () => expect(await readBuyingFreeze(db, buyer)).toMatchObject({ payment: other.intent }));
  await shop.control({ dispute: { intent: other.intent, status: "won" } });
  await until(async () => expect(await readBuyingFreeze(db, buyer)).toBeNull());
  await expectInvariants(db);
});

test("a disputed invoice stops a change of plan", async () => {
  const { buyer } = await subscribers.subscribed({ plan: "max" });
  const [{ id: invoice, subscription_id: subscription } = { id: "", subscription_id: "" }] = await owner`
    select i.id, i.subscription_id from plan_invoices i join subscriptions s on s.id = i.subscription_id
    where s.user_id = ${buyer}`;
  const intent = await shop.intentOf(invoice);
  await shop.control({ dispute: { intent, status: "needs_response" } });
  await until(async () => expect(await readBuyingFreeze(db, buyer)).toMatchObject({ invoiceId: invoice }));
  const chosen = { userId: buyer, subscription, plan: "pro", interval: "month" as const };
  const request = requestKey("web", "change", { method: "POST", path: "/change", body: chosen });
  expect(await changePlan(db, { ...chosen, request, shown: { way: "renewal", dueCents: 0 } })).toEqual(frozen);
  expect(await shop.buy(buyer)).toEqual(frozen);
  await expectInvariants(db);
});

async function bought() {
  const buyer = await shop.newBuyer();
  const { order, intent } = await shop.bought(buyer);
  await until(async () => expect((await shop.order(order))?.status).toBe("paid"));
  return { buyer, order, intent };
}

function until(check: () => Promise<void>) {
  return vi.waitFor(check, { timeout: 10_000, interval: 30 });
}
