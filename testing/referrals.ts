import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { readOrderRow } from "#db/queries/orders/orders.ts";
import { storePayment } from "#db/queries/orders/payments.ts";
import { packs } from "#db/schema/catalogue.ts";
import { orders } from "#db/schema/orders.ts";
import { payOrder } from "#lib/billing/orders/pay-order.ts";
import { readOwnCode } from "#lib/campaigns/invitation.ts";
import { targetOf } from "#lib/credits/revocation.ts";
import { commitWithin } from "#lib/ledger/commit/commit-transaction.ts";
import { readGrantsOf } from "#lib/ledger/read/grants.ts";
import { provePerson } from "#lib/people/prove-person.ts";
import { keyOf } from "./accounts.ts";
import { openCampaign } from "./campaigns.ts";

/** Adds a referral campaign: 30 credits for the friend, 40 for the referrer after 14 days, unless changed; returns its slug. */
export async function openReferral(db: Db, changes: Parameters<typeof openCampaign>[1] = {}): Promise<string> {
  const terms = { type: "referral", amount: 30, referrerAmount: 40, validDays: 30, holdDays: 14 } as const;
  return await openCampaign(db, { ...terms, qualifiesBy: "purchase", limitPerPerson: null, ...changes });
}

/** Signs a new person up, in a browser that opened the links of these people. */
export async function joinBy(
  db: Db,
  referrers: readonly string[],
  address = `${randomUUID()}@example.com`,
): Promise<string> {
  const referralCodes = await Promise.all(referrers.map((referrer) => readOwnCode(db, referrer)));
  return await provePerson(db, { address, name: null, identity: null, referralCodes });
}

/** Orders a pack of 100 and settles it, as Stripe's event does; returns the order's id. */
export async function settlePurchase(db: Db, account: string): Promise<string> {
  const pack = { credits: 100, amountCents: 499, currency: "usd" };
  await db
    .insert(packs)
    .values({ slug: "pack-100", from: new Date(0), ...pack })
    .onConflictDoNothing();
  const { scope, key, fingerprint } = keyOf("web", randomUUID(), {});
  const own = { userId: account, keyScope: scope, idempotencyKey: key, fingerprint, pack: "pack-100", ...pack };
  const [row] = await db.insert(orders).values(own).returning({ id: orders.id });
  const order = await readOrderRow(db, z.uuid().parse(row?.id));
  if (order === null) throw new Error("the order is missing");
  await payOrder(db, order, "stripe");
  return order.id;
}

/** Moves the clock of a referral by so many days: everything that happened to it was that much earlier. */
export async function passDays(db: Db, friend: string, days: number): Promise<void> {
  await db.$client`update referrals set joined_at = joined_at - make_interval(days => ${days}),
    qualified_at = qualified_at - make_interval(days => ${days}), reward_due_at = reward_due_at - make_interval(days => ${days})
    where friend_id = ${friend}`;
}

/** Returns so much of an order's money, in all, as bringing the payment up to date does; the referral does not follow yet. */
export async function returnMoney(db: Db, orderId: string, returnedCents: number): Promise<void> {
  const [order, [grant]] = [
    await readOrderRow(db, orderId),
    await readGrantsOf(db, { source: "order", sourceId: orderId }),
  ];
  if (order === null || grant === undefined) throw new Error("the order is not paid");
  const { currency, amountCents: paidCents } = order;
  const target = targetOf(grant.batch.granted, { paid: BigInt(paidCents), returned: BigInt(returnedCents) });
  await db.transaction(async (tx) => {
    const facts = { currency, paidCents, returnedCents, disputedCents: 0, dispute: "none" as const, warnedAt: null };
    await storePayment(tx, { id: `pi_${orderId}`, orderId, invoiceId: null, ...facts, readAt: await readClock(tx) });
    const revoke = { type: "revoke" as const, account: order.userId, batch: grant.batch.number, target };
    const said = { reason: "a test", reference: orderId, request: keyOf("stripe", randomUUID(), {}), actor: "stripe" };
    await commitWithin(tx, [{ ...revoke, ...said, platform: null }]);
  });
}
