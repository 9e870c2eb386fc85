import type { NextRequest } from "next/server";
import { handlers } from "#lib/people/next-auth.ts";
import { isOwnOrigin, ownUrl } from "#lib/people/own-address.ts";

/** next-auth, except that a GET never redeems an emailed link: it opens the page that asks for confirmation. */
export async function GET(request: NextRequest): Promise<Response> {
  if (request.nextUrl.pathname === "/api/auth/callback/email") {
    return Response.redirect(ownUrl(`/sign-in/confirm${request.nextUrl.search}`), 303);
  }
  return await handlers.GET(request);
}

/** Forms from other sites change nothing here. */
export async function POST(request: NextRequest): Promise<Response> {
  if (!isOwnOrigin(request)) return new Response(null, { status: 403 });
  return await handlers.POST(request);
}
