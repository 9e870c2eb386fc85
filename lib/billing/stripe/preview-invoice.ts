import "server-only";
import Stripe from "stripe";
import { changedItems, type PriceChange, startsToday } from "./change-subscription.ts";
import { answerOf, stripeClient } from "./client.ts";
import { type InvoiceLine, lineOf } from "./invoices.ts";

/** An invoice that Stripe would make. Money is in minor units. */
export interface InvoicePreview {
  /** What would be charged, after discounts and balance. */
  dueCents: number;
  currency: string;
  lines: InvoiceLine[];
}

/** The invoice of a change that starts today. @throws StripeUnavailable */
export async function previewToday(change: PriceChange): Promise<InvoicePreview> {
  const { subscription } = change;
  const subscription_details = { items: changedItems(change), ...startsToday(subscription) };
  return previewOf(await createPreview({ subscription: subscription.id, subscription_details }));
}

/** The invoice of a subscription's next renewal, with another price if one is given; null when it does not renew. @throws StripeUnavailable */
export async function previewRenewal(id: string, change?: PriceChange): Promise<InvoicePreview | null> {
  const details = change && { items: changedItems(change), proration_behavior: "none" as const };
  try {
    return previewOf(await createPreview({ subscription: id, ...(details ? { subscription_details: details } : {}) }));
  } catch (error) {
    const isNone = error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "invoice_upcoming_none";
    if (isNone) return null;
    throw error;
  }
}

function createPreview(asked: Stripe.InvoiceCreatePreviewParams): Promise<Stripe.Invoice> {
  return answerOf(stripeClient().invoices.createPreview(asked));
}

function previewOf({ amount_due, currency, lines }: Stripe.Invoice): InvoicePreview {
  return { dueCents: amount_due, currency, lines: lines.data.map(lineOf) };
}
