import "server-only";
import type { z } from "zod";
import type { OrderRefusal } from "#lib/billing/place-order.ts";
import { startCheckout } from "#lib/billing/start-checkout.ts";
import { StripeUnavailable } from "#lib/billing/stripe.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import type { Answer } from "#lib/http/answer.ts";
import type { Caller } from "#lib/http/caller.ts";
import { invalidRequest, type Problem } from "#lib/http/problem.ts";
import { presentOrder } from "./present-order.ts";
import type { requests } from "./shapes.ts";

/** Begins a purchase and answers where it is paid, or says why not. The price is ours: the caller names the pack alone. */
export async function answerCheckout(
  caller: Caller,
  { pack }: z.infer<typeof requests.checkout>,
  request: RequestKey,
): Promise<Answer> {
  try {
    const outcome = await startCheckout(database(), { userId: caller.account, request, pack, returnTo: null });
    if (outcome.status !== "started") return explainOrderRefusal(outcome);
    return Response.json(
      { order: presentOrder(outcome.order), url: outcome.url },
      { status: 201, headers: outcome.replayed ? { "Idempotent-Replayed": "true" } : {} },
    );
  } catch (error) {
    if (!(error instanceof StripeUnavailable)) throw error;
    const detail = "the payment page could not be made: try again with the same key";
    return { slug: "unavailable", detail, retryAfterSeconds: 5 };
  }
}

function explainOrderRefusal(refusal: OrderRefusal): Problem {
  switch (refusal.status) {
    case "no-such-pack":
    case "price-changed":
      return invalidRequest([{ path: "pack", message: "is not sold" }]);
    case "idempotency-key-reused":
      return { slug: "idempotency-key-reused", detail: "this key was used for another request" };
    case "rate-limited":
      return { slug: "rate-limited", detail: "at most 10 checkouts an hour", ...wait(refusal) };
    case "too-many-open":
      return { slug: "rate-limited", detail: "at most 3 unpaid orders: pay or cancel one first", ...wait(refusal) };
  }
}

function wait({ retryAfterSeconds }: { retryAfterSeconds: number }) {
  return { retryAfterSeconds };
}
