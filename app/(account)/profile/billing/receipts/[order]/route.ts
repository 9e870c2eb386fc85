import { redirect } from "next/navigation";
import { fullAddress } from "#app/full-address.ts";
import { findOwnReceipt } from "#lib/billing/orders/find-own-receipt.ts";
import { StripeUnavailable } from "#lib/billing/stripe/client.ts";
import { database } from "#lib/database.ts";
import { requirePerson } from "#lib/people/current-person.ts";

/** Leads to the receipt of a purchase at Stripe. Addresses of receipts expire there, so none is kept. */
export async function GET(_request: Request, { params }: RouteContext<"/profile/billing/receipts/[order]">) {
  const { userId } = await requirePerson("/profile/billing");
  const { order } = await params;
  const found = await find(userId, order);
  if (found.status !== "found") redirect(`/profile/billing?problem=${found.status}`);
  redirect(fullAddress(found.url));
}

async function find(userId: string, order: string) {
  try {
    const url = await findOwnReceipt(database(), userId, order);
    return url === null ? ({ status: "no-receipt" } as const) : ({ status: "found", url } as const);
  } catch (error) {
    if (error instanceof StripeUnavailable) return { status: "unavailable" } as const;
    throw error;
  }
}
