import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { invalidRequest, type Problem } from "#lib/api/http/problem.ts";
import { jsonInput } from "#lib/api/input.ts";
import { presentOrder } from "#lib/api/present-order.ts";
import { requests } from "#lib/api/request-shapes.ts";
import { orderShape } from "#lib/api/shapes.ts";
import { webPages } from "#lib/api/web-pages.ts";
import type { OrderRefusal } from "#lib/billing/orders/place-order.ts";
import { startCheckout } from "#lib/billing/orders/start-checkout.ts";
import { StripeUnavailable } from "#lib/billing/stripe/client.ts";
import { database } from "#lib/database.ts";

export const buy = accountCall({
  operationId: "buy",
  method: "POST",
  path: "/api/v1/checkouts",
  summary: "Starts the purchase of a pack: returns the order, and Stripe's page where it is paid",
  callers: { web: true, service: null, device: "buy", page: webPages.buy },
  pageFor: ({ pack }) => `${webPages.buy}?pack=${pack}`,
  keyed: true,
  input: jsonInput(requests.checkout),
  answers: { "201": z.strictObject({ order: orderShape, url: z.url() }) },
  problems: ["buying-frozen", "rate-limited"],
  links: { getOrder: { id: "$response.body#/order/id" } },
  // The price is ours: the caller only names the pack.
  handle: async ({ caller, input: { pack }, asked }) => {
    try {
      const order = { userId: caller.account, request: asked, pack, returnTo: null };
      const outcome = await startCheckout(database(), order);
      if (outcome.status !== "started") return explainOrderRefusal(outcome);
      return Response.json(
        { order: presentOrder(outcome.order), url: outcome.url },
        { status: 201, headers: outcome.replayed ? { "Idempotent-Replayed": "true" } : {} },
      );
    } catch (error) {
      if (!(error instanceof StripeUnavailable)) throw error;
      const detail = "the payment page could not be created: try again with the same key";
      return { slug: "unavailable", detail, retryAfterSeconds: 5 };
    }
  },
});

function explainOrderRefusal(refusal: OrderRefusal): Problem {
  switch (refusal.status) {
    case "no-such-pack":
    case "price-changed":
      return invalidRequest([{ path: "pack", message: "is not sold" }]);
    case "idempotency-key-reused":
      return { slug: "idempotency-key-reused", detail: "this Idempotency-Key was used for a different request" };
    case "buying-frozen":
      return { slug: "buying-frozen", detail: "a payment is disputed, so nothing can be bought: contact support" };
    case "rate-limited":
      return { slug: "rate-limited", detail: "at most 10 checkouts an hour", ...wait(refusal) };
    case "too-many-open":
      return { slug: "rate-limited", detail: "at most 3 unpaid orders: pay or cancel one first", ...wait(refusal) };
  }
}

function wait({ retryAfterSeconds }: { retryAfterSeconds: number }) {
  return { retryAfterSeconds };
}
