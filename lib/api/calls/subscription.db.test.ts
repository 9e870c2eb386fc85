import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { subscriptionForAppsShape, subscriptionShape } from "#lib/api/subscription-shapes.ts";
import { bringPlanUpToDate } from "#lib/billing/plans/bring-plan-up-to-date.ts";
import { testDatabase } from "#testing/database.ts";
import { lineOf, openPlans } from "#testing/plans.ts";
import { getSubscription } from "./subscription.ts";

const { db } = await testDatabase();
const plans = await openPlans(db);

test("a back end reads plan, seats, period and next credits, a desktop app plan and status, a phone nothing", async () => {
  const { account, customer } = await plans.newPayer();
  const backEnd = { ...(await serviceKey()), "Credits-Account": account };
  expect(await read(backEnd)).toEqual([200, { subscription: null }]);
  const subscription = plans.subscribe(customer);
  const { periodStart, periodEnd } = subscription;
  plans.bill(subscription, [lineOf(periodStart, periodEnd)]);
  await bringPlanUpToDate(db, subscription.id, plans.reads);

  const [status, { subscription: shown }] = await read(backEnd);
  expect([status, subscriptionShape.parse(shown)]).toEqual([
    200,
    {
      ...{ plan: "pro", name: "Pro", status: "active", interval: "month", seats: 1, cancelAt: null },
      period: { start: periodStart.toISOString(), end: periodEnd.toISOString() },
      nextCredits: { at: periodEnd.toISOString(), amount: 1_200 },
    },
  ]);
  const app = (await read(await device(account, "desktop")))[1].subscription;
  expect(subscriptionForAppsShape.parse(app)).toEqual({ plan: "pro", name: "Pro", status: "active" });
  expect(await read(await device(account, "mobile"))).toMatchObject([403, { type: "/problems/not-on-this-platform" }]);
});

async function read(headers: Record<string, string>) {
  const request = new Request("http://localhost:3000/api/v1/subscription", { headers });
  const response = await getSubscription.serve(request, {});
  return [response.status, await response.json()] as const;
}

async function serviceKey() {
  const secret = randomBytes(24).toString("base64url");
  await db.$client`insert into service_keys (name, client, hash, may) values ('a', 'a', ${hashOf(secret)}, array['read'])`;
  return { Authorization: `Bearer ${secret}` };
}

async function device(account: string, platform: "desktop" | "mobile") {
  const token = `pdt_${randomBytes(32).toString("base64url")}`;
  await db.$client`insert into devices (user_id, platform, version, token_hash)
    values (${account}, ${platform}, '99.0.0', ${hashOf(token)})`;
  return { Authorization: `Bearer ${token}`, "Credits-Client": `${platform}/99.0.0` };
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
