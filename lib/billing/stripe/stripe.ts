import "server-only";
import Stripe from "stripe";
import { z } from "zod";
import { settings } from "#lib/config/settings.ts";
import { plainText } from "#lib/plain-text.ts";

/** What Stripe says of a payment page and its money, in our words. */
export interface Checkout {
  id: string;
  /** Where people pay; null once it is over. */
  url: string | null;
  expiresAt: Date;
  /** Whose page it is: our order's id. */
  order: string | null;
  amountCents: number | null;
  currency: string | null;
  /** open: not tried or declined · processing: a bank confirms · paid · failed: a bank refused · expired: never paid. */
  state: "open" | "processing" | "paid" | "failed" | "expired";
}

/** What is asked of Stripe for one order. The same order always asks the same, so that its key can be sent again. */
export interface CheckoutRequest {
  order: string;
  title: string;
  amountCents: number;
  currency: string;
  email: string | null;
  expiresAt: Date;
  successUrl: string;
  cancelUrl: string;
}

/** A verified event; what it means is read from its object again, as events come late, twice and out of order. */
export interface StripeEvent {
  id: string;
  type: string;
  objectId: string | null;
  apiVersion: string | null;
  livemode: boolean;
  createdAt: Date;
}

/** Stripe did not answer, or asked to wait. Nothing is known to have happened: the same request can be made again. */
export class StripeUnavailable extends Error {
  override name = "StripeUnavailable";
}

/**
 * Opens the payment page of an order; asked again, Stripe answers the same page.
 * @throws StripeUnavailable, and what Stripe says when it refuses, which is a fault of ours.
 */
export async function createCheckout(request: CheckoutRequest): Promise<Checkout> {
  const { order, title, amountCents, currency, email } = request;
  const session = await asked(
    client().checkout.sessions.create(
      {
        mode: "payment",
        client_reference_id: order,
        line_items: [
          { quantity: 1, price_data: { currency, unit_amount: amountCents, product_data: { name: title } } },
        ],
        metadata: { order_id: order },
        payment_intent_data: { metadata: { order_id: order } },
        // Only filled in for convenience, so left out where Stripe may not take it.
        ...(email !== null && /^[\x20-\x7e]+$/.test(email) ? { customer_email: email } : {}),
        expires_at: Math.floor(request.expiresAt.getTime() / 1000),
        success_url: request.successUrl,
        cancel_url: request.cancelUrl,
      },
      { idempotencyKey: `order:${order}:checkout` },
    ),
  );
  return checkoutOf(session);
}

/** A payment page as it is at Stripe now. @throws when Stripe has no such page, which is ours by its id. */
export async function readCheckout(id: string): Promise<Checkout> {
  const checkout = await findCheckout(id);
  if (checkout === null) throw new Error(`Stripe has no payment page ${id}`);
  return checkout;
}

/** The same for an id from elsewhere; null when Stripe has no such page. */
export async function findCheckout(id: string): Promise<Checkout | null> {
  try {
    return checkoutOf(await asked(client().checkout.sessions.retrieve(id, { expand: ["payment_intent"] })));
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing") return null;
    throw error;
  }
}

/** Closes a page that was not paid; one that is over already stays what it is. Answers its state afterwards. */
export async function expireCheckout(id: string): Promise<Checkout> {
  try {
    await asked(client().checkout.sessions.expire(id));
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
  }
  return await readCheckout(id);
}

/**
 * Tries a key at the start of the app, with a call that buying needs, once. Answers what is wrong; what is neither the
 * key nor its rights is an outage, named by its code.
 */
export async function tryStripe(
  { secretKey, apiBase }: { secretKey: string; apiBase?: string | undefined },
  timeout: number,
): Promise<string> {
  const stripe = new Stripe(secretKey, { maxNetworkRetries: 0, timeout, telemetry: false, ...elsewhere(apiBase) });
  try {
    await stripe.checkout.sessions.list({ limit: 1 });
    return "connected";
  } catch (error) {
    if (error instanceof Stripe.errors.StripeAuthenticationError) return "invalid key";
    if (error instanceof Stripe.errors.StripePermissionError) return "not allowed";
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    return String(error.statusCode ?? error.code ?? error.type);
  }
}

/** Verifies a delivery against each secret; null when none fits, when it was signed more than five minutes ago or ahead, or when it is no event. */
export function verifyEvent(raw: string, signature: string | null): StripeEvent | null {
  if (isSignedAhead(signature ?? "")) return null;
  for (const secret of settings().stripe.webhookSecrets) {
    const event = verifyWith(secret.trim(), raw, signature ?? "");
    if (event) return eventOf(event);
  }
  return null;
}

/** Tells an outage of Stripe from a refusal. */
async function asked<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    const { StripeConnectionError, StripeAPIError, StripeRateLimitError } = Stripe.errors;
    const outage = [StripeConnectionError, StripeAPIError, StripeRateLimitError].some((kind) => error instanceof kind);
    if (outage) throw new StripeUnavailable("Stripe did not answer", { cause: error });
    throw error;
  }
}

const toleranceSeconds = 300;

function verifyWith(secret: string, raw: string, signature: string): Stripe.Event | null {
  try {
    return client().webhooks.constructEvent(raw, signature, secret, toleranceSeconds);
  } catch {
    // Forged, stale, unsigned, another secret's, or no snapshot event: for the caller all the same.
    return null;
  }
}

/** The SDK refuses old signatures alone: one that is dated ahead could be kept and sent until its time is over. */
function isSignedAhead(signature: string): boolean {
  const instants = signature.split(",").flatMap((part) => (part.trim().startsWith("t=") ? part.trim().slice(2) : []));
  return instants.some((seconds) => !(Number(seconds) <= Date.now() / 1000 + toleranceSeconds));
}

/** Whether events of this type are about a payment page. */
export function isAboutPage(type: string): boolean {
  return type.startsWith("checkout.session.");
}

/** What Stripe calls its events and their types; nothing else reaches the database. */
const stripeName = z.string().regex(/^[\w.-]{1,255}$/);
/** The last second of the year 9999, which both a date and a column can hold. */
const lastSecond = 253_402_300_799;
/** Sellers name some objects themselves. */
const withId = z.object({ id: plainText(z.string().min(1).max(255)).nullish() });
const snapshot = z.object({
  id: stripeName,
  type: stripeName,
  created: z.int().min(0).max(lastSecond),
  livemode: z.boolean(),
  api_version: stripeName.nullable(),
  data: z.object({ object: withId }),
});

/** The signature proves who sent a body, not that it is an event. One about a payment page that names none would be lost as done. */
function eventOf(signed: Stripe.Event): StripeEvent | null {
  const event = snapshot.safeParse(signed).data;
  if (event === undefined || (isAboutPage(event.type) && !event.data.object.id)) return null;
  return {
    id: event.id,
    type: event.type,
    objectId: event.data.object.id ?? null,
    apiVersion: event.api_version,
    livemode: event.livemode,
    createdAt: new Date(event.created * 1000),
  };
}

function checkoutOf(session: Stripe.Checkout.Session): Checkout {
  return {
    id: session.id,
    url: session.url,
    expiresAt: new Date(session.expires_at * 1000),
    order: session.client_reference_id,
    amountCents: session.amount_total,
    currency: session.currency,
    state: stateOf(session),
  };
}

/** `complete` says only that the page is done; the money is what `payment_status` and the payment intent say. */
function stateOf({ status, payment_status, payment_intent }: Stripe.Checkout.Session): Checkout["state"] {
  if (payment_status === "paid") return "paid";
  if (status === "expired") return "expired";
  if (status !== "complete") return "open";
  const intent = typeof payment_intent === "object" ? payment_intent?.status : undefined;
  return intent === "requires_payment_method" || intent === "canceled" ? "failed" : "processing";
}

let opened: Stripe | undefined;

/** One client a process: 10 s for an answer, two retries under the same key. */
function client(): Stripe {
  opened ??= new Stripe(settings().stripe.secretKey, {
    maxNetworkRetries: 2,
    timeout: 10_000,
    telemetry: false,
    ...elsewhere(settings().stripe.apiBase),
  });
  return opened;
}

function elsewhere(apiBase: string | undefined): Stripe.StripeConfig {
  if (apiBase === undefined) return {};
  const { hostname, port, protocol } = new URL(apiBase);
  const isPlain = protocol === "http:";
  return { host: hostname, port: port || (isPlain ? 80 : 443), protocol: isPlain ? "http" : "https" };
}
