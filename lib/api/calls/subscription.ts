import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { noInput } from "#lib/api/input.ts";
import { subscriptionForAppsShape, subscriptionShape } from "#lib/api/subscription-shapes.ts";
import { type Plan, readPlan } from "#lib/billing/plans/read-plan.ts";
import { database } from "#lib/database.ts";

export const getSubscription = accountCall({
  operationId: "getSubscription",
  method: "GET",
  path: "/api/v1/subscription",
  summary: "The account's plan, and the credits that it grants next",
  callers: { web: true, service: "read", device: "see-kinds", page: "/profile/credits/store/plans" },
  input: noInput,
  answers: {
    "200": z.strictObject({ subscription: z.union([subscriptionShape, subscriptionForAppsShape]).nullable() }),
  },
  handle: async ({ caller }) => {
    const plan = await readPlan(database(), caller.account);
    const present = caller.visibility === "batches" ? presentPlan : presentForApp;
    return Response.json({ subscription: plan === null ? null : present(plan) });
  },
});

function presentForApp({ subscription: { status }, price }: Plan) {
  return { plan: price?.plan ?? null, name: price?.name ?? null, status };
}

function presentPlan(plan: Plan) {
  const { subscription, price, nextCredits } = plan;
  const { seats, periodStart, periodEnd, cancelAt } = subscription;
  return {
    ...presentForApp(plan),
    interval: price?.interval ?? null,
    seats,
    period: { start: periodStart, end: periodEnd },
    cancelAt,
    nextCredits,
  };
}
