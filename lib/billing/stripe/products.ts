import "server-only";
import { answerOf, findOrNull, type StripeClient } from "./client.ts";

/** Creates a product or changes its texts, if necessary. Returns whether it was. @throws StripeUnavailable */
export async function bringProductTo(
  stripe: StripeClient,
  { id, name, description }: { id: string; name: string; description: string },
): Promise<boolean> {
  const found = await findOrNull(answerOf(stripe.products.retrieve(id)));
  if (found === null) await answerOf(stripe.products.create({ id, name, description }));
  else if (found.name !== name || found.description !== description || !found.active)
    await answerOf(stripe.products.update(id, { name, description, active: true }));
  else return false;
  return true;
}
