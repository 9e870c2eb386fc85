import { forwardToFakeStripe } from "#lib/billing/stripe/forward-to-fake.ts";

/** The demo's Stripe pages, under the app's own address; 404 outside the demo. */
export async function GET(request: Request, { params }: RouteContext<"/demo/stripe/[...path]">) {
  return await forwardToFakeStripe(request, (await params).path);
}

export async function POST(request: Request, { params }: RouteContext<"/demo/stripe/[...path]">) {
  return await forwardToFakeStripe(request, (await params).path);
}
