import { NextRequest, NextResponse } from "next/server";
import { expect, test } from "vitest";
import { keepReferral } from "./referral-cookie.ts";

/** What a browser with these cookies is told to keep after it opened a page. */
function kept(path: string, cookies = ""): string | undefined {
  const request = new NextRequest(`http://localhost:3000${path}`, { headers: { Cookie: cookies } });
  const response = NextResponse.next();
  keepReferral(request, response);
  return response.cookies.get("authjs.referral")?.value;
}

test.each([
  ["a link, in any spelling", "/r/7kqmw-3xt9b", "", "7KQMW3XT9B"],
  ["another link, behind the first", "/r/9999999999", "authjs.referral=7KQMW3XT9B", "7KQMW3XT9B.9999999999"],
  ["the same link again", "/r/7KQMW3XT9B", "authjs.referral=7KQMW3XT9B", undefined],
  ["a sixth link", "/r/9999999999", "authjs.referral=AAAA.BBBB.CCCC.DDDD.EEEE", undefined],
  ["a link after the cookie was changed", "/r/7KQMW3XT9B", "authjs.referral=';drop.<b>.%00", "7KQMW3XT9B"],
  ["a link of somebody who is signed in", "/r/7KQMW3XT9B", "authjs.session-token=any", undefined],
  ["no code", "/r/%F0%9F%8E%81", "", undefined],
  ["a code that is too long", `/r/${"A".repeat(61)}`, "", undefined],
  ["another page", "/r/7KQMW3XT9B/more", "", undefined],
])("what a browser keeps of links for friends: %s", (_, path, cookies, expected) => {
  expect(kept(path, cookies)).toBe(expected);
});

test("the cookie lasts 30 days, and scripts cannot read it", () => {
  const response = NextResponse.next();
  keepReferral(new NextRequest("http://localhost:3000/r/7KQMW3XT9B"), response);
  expect(response.cookies.get("authjs.referral")).toMatchObject({ maxAge: 2_592_000, httpOnly: true, sameSite: "lax" });
});
