import { methods } from "#lib/api/methods.ts";
import { presentOrder } from "#lib/api/present-order.ts";
import { readRoute } from "#lib/api/route.ts";
import { readOrder } from "#lib/billing/orders.ts";
import { database } from "#lib/database.ts";

const read = readRoute<never, { id: string }>(
  { web: true, service: null, device: "buy", page: "/profile/credits/store" },
  null,
  async ({ caller, params: { id } }) => {
    const order = await readOrder(database(), caller.account, id);
    return order === null
      ? { slug: "not-found", detail: "there is no such order" }
      : Response.json({ order: presentOrder(order) });
  },
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
