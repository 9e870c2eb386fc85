import "server-only";
import type { Db } from "#db/client.ts";
import { type OrderRow, readBuyerEmail } from "#db/queries/read-orders.ts";
import { purchaseEmail } from "#lib/mail/purchase-email.ts";
import { canSendEmail, sendEmail } from "#lib/mail/send-email.ts";
import { log } from "#lib/observability/log.ts";

/** Writes to the buyer. An email that cannot be sent is noted and changes nothing: the page and the history tell as well. */
export async function tellBuyer(db: Db, order: OrderRow, outcome: "added" | "failed"): Promise<void> {
  try {
    const to = await readBuyerEmail(db, order.userId);
    if (to !== null && canSendEmail()) await sendEmail(purchaseEmail(order, { to, outcome }));
  } catch (error) {
    log.warn({ err: error, order: order.id }, "The email about an order was not sent");
  }
}
