import "server-only";
import { settings } from "#lib/config/settings.ts";

const passedOn = ["content-type", "location", "cache-control", "demo-time"];

const contentPolicy =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const sections = ["pay", "portal", "invoice", "receipt"];

/**
 * Forwards a request for one of the demo's Stripe pages (payment, customer portal, invoice, receipt) to the fake Stripe, which
 * listens only for this process. Nothing of the visitor's request but the form is passed on. 404 outside a
 * demonstration, and for anything else.
 */
export async function forwardToFakeStripe(request: Request, path: string[]): Promise<Response> {
  const { demo, stripe } = settings();
  const [section = "", page, ...more] = path;
  const isPage = sections.includes(section) && page !== undefined && more.length === 0;
  if (!demo || stripe.apiBase === undefined || !isPage) return new Response("Not found", { status: 404 });
  const body = request.method === "POST" ? await request.text() : null;
  const answer = await fetch(new URL(`/${section}/${encodeURIComponent(page)}`, stripe.apiBase), {
    method: request.method,
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(10_000),
  });
  const headers = new Headers({ "X-Robots-Tag": "noindex", "Content-Security-Policy": contentPolicy });
  for (const name of passedOn) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(await answer.text(), { status: answer.status, headers });
}
