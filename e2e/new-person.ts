import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { signIn } from "./api/app.ts";
import { ownCaller } from "./mailed-link.ts";
import { joinDatabase, origin } from "./the-product.ts";

/** A user that no other test knows: their credits are what this test gave them. */
export interface NewPerson {
  email: string;
  account: string;
  origin: string;
}

/** Signs a new user in on a page, by the row that the sign-in page would write, and opens their Credits. */
export async function signInNewPerson(page: Page, name: string): Promise<NewPerson> {
  const person = await signInQuietly(page, name);
  await page.goto("/profile/credits");
  return person;
}

/** The same for tests that go elsewhere: no page is opened. */
export async function signInQuietly(page: Page, name: string): Promise<NewPerson> {
  const email = `${name}-${randomUUID().slice(0, 8)}@example.com`;
  await page.setExtraHTTPHeaders(ownCaller());
  const { account } = await callAsService(origin, "/api/v1/accounts", { email });
  const { cookie } = await signIn({ owner: await joinDatabase() }, account.id);
  const [cookieName = "", value = ""] = cookie.split("=");
  await page.context().addCookies([{ name: cookieName, value, url: origin }]);
  return { email, account: account.id, origin };
}

/** Grants credits to a new user, as a product's back end does; subscription and activity credits for 20 days. */
export async function grantTo(
  person: NewPerson,
  kind: "subscription" | "activity" | "purchased",
  amount: number,
  expiresAt = new Date(Date.now() + 20 * 86_400_000).toISOString(),
) {
  const end = kind === "purchased" ? {} : { expiresAt };
  const grant = { kind, amount, ...end, source: "test", sourceId: randomUUID(), reason: "For a test" };
  await callAsService(person.origin, "/api/v1/grants", grant, person.account);
}

/** Uses a feature of a new user from elsewhere, while their page is open. */
export async function spendElsewhere(person: NewPerson, feature: string) {
  await callAsService(person.origin, "/api/v1/spends", { feature }, person.account);
}

/** Calls the interface as a product back end; throws with the response unless it succeeds. */
export async function callAsService(origin: string, path: string, body: object, account?: string) {
  const answer = await fetch(new URL(path, origin), {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Bearer ${process.env.CREDITS_SERVICE_KEY}`,
      "Idempotency-Key": randomUUID(),
      ...(account ? { "Credits-Account": account } : {}),
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  expect(answer.ok, text).toBe(true);
  return JSON.parse(text);
}
