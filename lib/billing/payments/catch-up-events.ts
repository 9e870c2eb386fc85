import "server-only";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { listUndeliveredEvents } from "#lib/billing/stripe/events.ts";
import { settings } from "#lib/config/settings.ts";
import { log } from "#lib/observability/log.ts";
import { handleEvent } from "./handle-event.ts";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Handles the events of the last days that Stripe could not deliver, from its own list of them. One that fails is logged, and
 * the others go on. Returns how many it handled, and how many failed.
 * @throws StripeUnavailable
 */
export async function catchUpEvents(db: Db, { days }: { days: number }): Promise<{ done: number; failed: number }> {
  const since = new Date((await readClock(db)).getTime() - days * dayMs);
  const counts = { done: 0, failed: 0 };
  for await (const event of listUndeliveredEvents(since)) {
    if (event.livemode !== settings().stripe.live) continue;
    try {
      await handleEvent(db, event);
      counts.done += 1;
    } catch (error) {
      counts.failed += 1;
      log.warn({ err: error, event: event.id }, "An undelivered event could not be handled");
    }
  }
  return counts;
}
