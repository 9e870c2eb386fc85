import "server-only";
import type Stripe from "stripe";
import { z } from "zod";
import { settings } from "#lib/config/settings.ts";
import { plainText } from "#lib/plain-text.ts";
import { pagedThrough, stripeClient } from "./client.ts";
import type { ReturnKind } from "./payments.ts";

/** A verified event. Events arrive late, twice and out of order, so what one means is read from its object again. */
export interface StripeEvent {
  id: string;
  type: string;
  objectId: string | null;
  apiVersion: string | null;
  livemode: boolean;
  createdAt: Date;
}

/**
 * Verifies a delivery with each webhook secret. Returns null when no secret fits, when the signature is dated more than
 * five minutes ago or ahead, or when the body is not an event.
 */
export function verifyEvent(raw: string, signature: string | null): StripeEvent | null {
  if (isSignedAhead(signature ?? "")) return null;
  for (const secret of settings().stripe.webhookSecrets) {
    const event = verifyWith(secret.trim(), raw, signature ?? "");
    if (event) return eventOf(event);
  }
  return null;
}

/** Whether events of this type are about a payment page. */
export function isAboutPage(type: string): boolean {
  return type.startsWith("checkout.session.");
}

/** Whether events of this type are about a subscription. */
export function isAboutSubscription(type: string): boolean {
  return type.startsWith("customer.subscription.");
}

/** Whether events of this type are about an invoice that exists. */
export function isAboutInvoice(type: string): boolean {
  return type.startsWith("invoice.") && type !== "invoice.upcoming";
}

/** What events of this type say of the money of a payment; null for other events. */
export function returnIn(type: string): ReturnKind | null {
  if (type.startsWith("refund.")) return "refund";
  if (type.startsWith("radar.early_fraud_warning.")) return "warning";
  return type.startsWith("charge.dispute.") ? "dispute" : null;
}

/** Whether events of this type are about a credit note of an invoice. */
export function isAboutCreditNote(type: string): boolean {
  return type.startsWith("credit_note.");
}

/** The events since an instant that Stripe could not deliver yet and that are about objects of ours, page by page. @throws StripeUnavailable */
export async function* listUndeliveredEvents(since: Date): AsyncGenerator<StripeEvent> {
  const created = { gte: Math.floor(since.getTime() / 1000) };
  for await (const listed of pagedThrough(
    stripeClient().events.list({ created, delivery_success: false, limit: 100 }),
  )) {
    const event = isAboutObject(listed.type) ? eventOf(listed) : null;
    if (event !== null) yield event;
  }
}

const toleranceSeconds = 300;

function verifyWith(secret: string, raw: string, signature: string): Stripe.Event | null {
  try {
    return stripeClient().webhooks.constructEvent(raw, signature, secret, toleranceSeconds);
  } catch {
    // Forged, old, unsigned, signed with another secret, or not a snapshot event: the caller treats them alike.
    return null;
  }
}

/**
 * The SDK refuses only old signatures. One that is dated ahead could be kept and replayed until its time has passed.
 */
function isSignedAhead(signature: string): boolean {
  const instants = signature.split(",").flatMap((part) => (part.trim().startsWith("t=") ? part.trim().slice(2) : []));
  return instants.some((seconds) => !(Number(seconds) <= Date.now() / 1000 + toleranceSeconds));
}

/** The form of Stripe's event ids and types; nothing else reaches the database. */
const stripeName = z.string().regex(/^[\w.-]{1,255}$/);
/** The last second of the year 9999, which both a date and a column can hold. */
const lastSecond = 253_402_300_799;
/** Sellers choose the ids of some objects themselves. */
const withId = z.object({ id: plainText(z.string().min(1).max(255)).nullish() });
const snapshot = z.object({
  id: stripeName,
  type: stripeName,
  created: z.int().min(0).max(lastSecond),
  livemode: z.boolean(),
  api_version: stripeName.nullable(),
  data: z.object({ object: withId }),
});

function isAboutObject(type: string): boolean {
  const isAbout = [isAboutPage, isAboutSubscription, isAboutInvoice, isAboutCreditNote];
  return isAbout.some((is) => is(type)) || returnIn(type) !== null;
}

/**
 * The signature proves who sent a body, not that it is an event. An event that names no object of ours to read would
 * be lost, marked as handled.
 */
function eventOf(signed: Stripe.Event): StripeEvent | null {
  const event = snapshot.safeParse(signed).data;
  if (event === undefined || (isAboutObject(event.type) && !event.data.object.id)) return null;
  return {
    id: event.id,
    type: event.type,
    objectId: event.data.object.id ?? null,
    apiVersion: event.api_version,
    livemode: event.livemode,
    createdAt: new Date(event.created * 1000),
  };
}
