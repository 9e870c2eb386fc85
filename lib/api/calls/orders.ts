import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { noInput } from "#lib/api/input.ts";
import { presentOrder, presentPlanOrder } from "#lib/api/present-order.ts";
import { orderShape } from "#lib/api/shapes.ts";
import { readOrder } from "#lib/billing/orders/orders.ts";
import { readPlanOrder } from "#lib/billing/plans/plan-orders.ts";
import { database } from "#lib/database.ts";

export const getOrder = accountCall({
  operationId: "getOrder",
  method: "GET",
  path: "/api/v1/orders/{id}",
  summary: "One order of a pack or a plan, with the current state of its payment",
  callers: { web: true, service: null, device: "buy", page: "/profile/credits/store" },
  params: z.object({ id: z.string() }),
  input: noInput,
  answers: { "200": z.strictObject({ order: orderShape }) },
  problems: ["not-found"],
  handle: async ({ caller, params: { id = "" } }) => {
    const order = await readOrder(database(), caller.account, id);
    if (order !== null) return Response.json({ order: presentOrder(order) });
    const planOrder = await readPlanOrder(database(), caller.account, id);
    return planOrder === null
      ? { slug: "not-found", detail: "order not found" }
      : Response.json({ order: presentPlanOrder(planOrder) });
  },
});
