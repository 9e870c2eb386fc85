import "server-only";
import { cookies } from "next/headers";
import type { NextRequest, NextResponse } from "next/server";
import { normaliseCode } from "#lib/campaigns/code.ts";
import { cookieName, cookieOptions } from "./cookies.ts";

const days = 30;
const mostCodes = 5;

/**
 * Keeps the code of a link that is opened for 30 days, behind those that were opened before: the first one that belongs to a
 * person counts. It is put on a person when they sign up in this browser. Whoever is signed in has an account: nothing is kept.
 */
export function keepReferral(request: NextRequest, response: NextResponse): void {
  const [, typed] = /^\/r\/([^/]{1,60})$/.exec(request.nextUrl.pathname) ?? [];
  const code = typed === undefined ? null : normaliseCode(typed);
  if (code === null || request.cookies.has(cookieName("session-token"))) return;
  const kept = codesIn(request.cookies.get(cookieName("referral"))?.value);
  if (kept.includes(code) || kept.length >= mostCodes) return;
  const options = { ...cookieOptions(), maxAge: days * 24 * 60 * 60 };
  response.cookies.set(cookieName("referral"), [...kept, code].join("."), options);
}

/** The codes that this browser keeps, the first one first, in an action or a route handler. */
export async function readReferralCodes(): Promise<string[]> {
  return codesIn((await cookies()).get(cookieName("referral"))?.value);
}

/** The codes in the cookie's value, which any browser can change. */
function codesIn(value: string | undefined): string[] {
  return (value ?? "")
    .split(".")
    .slice(0, mostCodes)
    .filter((code) => normaliseCode(code) === code);
}
