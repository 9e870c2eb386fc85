import "server-only";
import type { Db } from "#db/client.ts";
import { verifyEvent } from "#lib/billing/stripe/events.ts";
import { settings } from "#lib/config/settings.ts";
import { noteCaller } from "#lib/observability/request-context.ts";
import { handleEvent } from "./handle-event.ts";

/**
 * Handles a delivery from Stripe: verifies that Stripe sent it, in the mode of this app.
 * @throws when the event could not be handled: Stripe must deliver it again.
 */
export async function handleWebhook(
  db: Db,
  { raw, signature }: { raw: string; signature: string | null },
): Promise<{ status: "done" } | { status: "bad-signature" } | { status: "wrong-mode" }> {
  const event = verifyEvent(raw, signature);
  if (event === null) return { status: "bad-signature" };
  noteCaller("stripe");
  if (event.livemode !== settings().stripe.live) return { status: "wrong-mode" };
  await handleEvent(db, event);
  return { status: "done" };
}
