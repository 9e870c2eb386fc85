import "server-only";
import { answerOf, stripeClient } from "./client.ts";

/** Makes the customer of an account and returns its id; called again, the same one. @throws StripeUnavailable */
export async function createCustomer({ account, email }: { account: string; email: string | null }): Promise<string> {
  // An address that Stripe may reject is left out: it only prefills a form.
  const isPlain = email !== null && /^[\x20-\x7e]+$/.test(email);
  const customer = await answerOf(
    stripeClient().customers.create(
      { metadata: { account_id: account }, ...(isPlain ? { email } : {}) },
      { idempotencyKey: `account:${account}:customer` },
    ),
  );
  return customer.id;
}
