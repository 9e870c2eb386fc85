import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { noInput } from "#lib/api/input.ts";
import { presentOrder } from "#lib/api/present-order.ts";
import { orderShape } from "#lib/api/shapes.ts";
import { readOrder } from "#lib/billing/orders/orders.ts";
import { database } from "#lib/database.ts";

export const getOrder = accountCall({
  operationId: "getOrder",
  method: "GET",
  path: "/api/v1/orders/{id}",
  summary: "One order, with the current state of its payment",
  callers: { web: true, service: null, device: "buy", page: "/profile/credits/store" },
  params: z.object({ id: z.string() }),
  input: noInput,
  answers: { "200": z.strictObject({ order: orderShape }) },
  problems: ["not-found"],
  handle: async ({ caller, params: { id = "" } }) => {
    const order = await readOrder(database(), caller.account, id);
    return order === null
      ? { slug: "not-found", detail: "order not found" }
      : Response.json({ order: presentOrder(order) });
  },
});
