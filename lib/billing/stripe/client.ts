import "server-only";
import Stripe from "stripe";
import { settings } from "#lib/config/settings.ts";

/** Stripe did not answer, or asked us to wait. The outcome is unknown: send the same request again. */
export class StripeUnavailable extends Error {
  override name = "StripeUnavailable";
}

/** The SDK's client, for the files of this folder. */
export type StripeClient = Stripe;

let opened: Stripe | undefined;

/** The client of this process. */
export function stripeClient(): StripeClient {
  opened ??= openStripe(settings().stripe);
  return opened;
}

/** A client of its own, for commands: requests time out after 10 s and are retried twice under the same key. */
export function openStripe({ secretKey, apiBase }: { secretKey: string; apiBase?: string | undefined }): StripeClient {
  const patience = { maxNetworkRetries: 2, timeout: 10_000 };
  return new Stripe(secretKey, { ...patience, telemetry: false, ...elsewhere(apiBase) });
}

/**
 * Waits for a request to Stripe. @throws StripeUnavailable in an outage, and the SDK's own error when Stripe refuses.
 */
export async function answerOf<Answer>(request: Promise<Answer>): Promise<Answer> {
  try {
    return await request;
  } catch (error) {
    const { StripeConnectionError, StripeAPIError, StripeRateLimitError } = Stripe.errors;
    const outage = [StripeConnectionError, StripeAPIError, StripeRateLimitError].some((kind) => error instanceof kind);
    if (outage) throw new StripeUnavailable("Stripe did not answer", { cause: error });
    throw error;
  }
}

/** Everything in a list, which is read page by page as it is used. @throws StripeUnavailable */
export async function* pagedThrough<One>(list: AsyncIterableIterator<One>): AsyncGenerator<One> {
  for (let next = await answerOf(list.next()); !next.done; next = await answerOf(list.next())) yield next.value;
}

/** Waits for one object; null when Stripe does not know it. Other failures are thrown as they are. */
export async function findOrNull<Answer>(request: Promise<Answer>): Promise<Answer | null> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing") return null;
    throw error;
  }
}

/**
 * Tries a key once when the app starts, with a request that buying needs. Returns "connected", or what is wrong: with
 * the key, with its rights, or an outage, which is named by its code.
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

function elsewhere(apiBase: string | undefined): Stripe.StripeConfig {
  if (apiBase === undefined) return {};
  const { hostname, port, protocol } = new URL(apiBase);
  const isPlain = protocol === "http:";
  return { host: hostname, port: port || (isPlain ? 80 : 443), protocol: isPlain ? "http" : "https" };
}
