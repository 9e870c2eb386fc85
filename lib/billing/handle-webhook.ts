import "server-only";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { readOrderRow } from "#db/queries/read-orders.ts";
import { recordEvent, setEventDone, setEventError } from "#db/queries/stripe-events.ts";
import { settings } from "#lib/config/settings.ts";
import { errorLine } from "#lib/observability/describe-error.ts";
import { noteCaller } from "#lib/observability/request-context.ts";
import { applyCheckout } from "./reconcile-order.ts";
import { readCheckout, type StripeEvent, verifyEvent } from "./stripe.ts";

/**
 * Takes a delivery of Stripe. Dealing with an event twice does no harm, so the inbox row is a shortcut and a trace, not
 * the safeguard.
 * @throws when the event could not be dealt with: Stripe is to deliver it again.
 */
export async function handleWebhook(
  db: Db,
  { raw, signature }: { raw: string; signature: string | null },
): Promise<{ status: "done" } | { status: "bad-signature" } | { status: "wrong-mode" }> {
  const event = verifyEvent(raw, signature);
  if (event === null) return { status: "bad-signature" };
  noteCaller("stripe");
  if (event.livemode !== settings().stripe.live) return { status: "wrong-mode" };
  const { doneAt } = await recordEvent(db, event);
  if (doneAt !== null) return { status: "done" };
  try {
    await react(db, event);
  } catch (error) {
    await setEventError(db, event.id, errorLine(error));
    throw error;
  }
  await setEventDone(db, event.id);
  return { status: "done" };
}

const orderId = z.uuid();

/** Every event about a payment page means the same: look at the page. Pages that are no order of ours are not our business. */
async function react(db: Db, event: StripeEvent) {
  if (!event.type.startsWith("checkout.session.") || event.objectId === null) return;
  const checkout = await readCheckout(event.objectId);
  const id = orderId.safeParse(checkout.order);
  const order = id.success ? await readOrderRow(db, id.data) : null;
  if (order === null || order.status === "paid") return;
  await applyCheckout(db, order, checkout);
}
