import "server-only";
import { answerOf, findOrNull, stripeClient } from "./client.ts";

/** Where Stripe shows the receipt of what was paid on a payment page; null when nothing was. @throws StripeUnavailable */
export async function findReceipt(session: string): Promise<string | null> {
  const expand = ["payment_intent.latest_charge"];
  const found = await findOrNull(answerOf(stripeClient().checkout.sessions.retrieve(session, { expand })));
  const intent = found?.payment_intent ?? null;
  const charge = typeof intent === "string" ? null : (intent?.latest_charge ?? null);
  return typeof charge === "string" ? null : (charge?.receipt_url ?? null);
}
