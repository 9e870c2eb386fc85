import { forwardToFakeStripe } from "#lib/billing/stripe/forward-to-fake.ts";
import { database } from "#lib/database.ts";
import { followDemoTime } from "#lib/demo/follow-demo-time.ts";

/** The demo's Stripe pages, under the app's own address; 404 outside the demo. */
export async function GET(request: Request, { params }: RouteContext<"/demo/stripe/[...path]">) {
  return await forwardToFakeStripe(request, (await params).path);
}

export async function POST(request: Request, { params }: RouteContext<"/demo/stripe/[...path]">) {
  const answer = await forwardToFakeStripe(request, (await params).path);
  await followDemoTime(database(), answer.headers.get("demo-time"));
  return answer;
}
