import * as z from "zod/mini";
import type { Balance } from "#lib/credits/balance.ts";

const credits = z.int();
/** A balance as the stream brings it. */
export const BalanceMessage = z.object({
  version: credits,
  at: z.iso.datetime(),
  available: credits,
  held: credits,
  byKind: z.object({ subscription: credits, activity: credits, purchased: credits }),
  nextExpiry: z.nullable(
    z.object({ at: z.iso.datetime(), amount: credits, kind: z.enum(["subscription", "activity", "purchased"]) }),
  ),
});

/** The balance in a message of the stream, or null when the message is not one: what is shown then stays. */
export function parseBalance(json: string): Balance | null {
  try {
    return BalanceMessage.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}
