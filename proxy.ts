import { type NextRequest, NextResponse } from "next/server";
import { isOwnForm } from "#lib/people/own-address.ts";
import { pathHeader } from "#lib/people/path-header.ts";
import { keepReferral } from "#lib/people/referral-cookie.ts";

const readingMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses forms that another site sends to a page, and gives each page its own content policy: only scripts that carry
 * this response's nonce, or were loaded by one that does, can run.
 */
export function proxy(request: NextRequest): NextResponse {
  // Next accepts a form without an origin, and answers a foreign one with a 500.
  if (!readingMethods.has(request.method) && !isOwnForm(request)) {
    return new NextResponse("Forbidden\n", { status: 403 });
  }
  // The fake Stripe sends a policy of its own.
  if (request.nextUrl.pathname.startsWith("/demo/stripe/")) return NextResponse.next();
  const policy = contentPolicy(Buffer.from(crypto.randomUUID()).toString("base64"));
  const headers = new Headers(request.headers);
  // Next reads the nonce from the request's policy and puts it on its own scripts and styles.
  headers.set("Content-Security-Policy", policy);
  headers.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  keepReferral(request, response);
  return response;
}

export const config = {
  // Neither responds with a page. All other paths are covered, whatever headers a request has, prefetches too.
  matcher: "/((?!api/|_next/static/).*)",
};

/** Pages that the response to a form can redirect to; browsers also check redirects after a form against `form-action`. */
const stripePages = ["https://checkout.stripe.com", "https://billing.stripe.com"];
const formTargets = ["'self'", ...stripePages, "https://accounts.google.com", "https://github.com"];

function contentPolicy(nonce: string): string {
  const dev = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    // The widths of bars are style attributes that the server renders.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob: data:",
    "worker-src 'self' blob:",
    `form-action ${formTargets.join(" ")}`,
    "object-src 'none'",
    "base-uri 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
