import { randomInt, randomUUID } from "node:crypto";
import { type BrowserContext, expect, type Page } from "@playwright/test";

/** Requests a sign-in link with the form of the sign-in page and returns it, from the demo's outbox. */
export async function askForLink(page: Page, address: string): Promise<string> {
  await page.goto("/sign-in");
  return await askForLinkHere(page, address);
}

/** The same with the form of the open page. */
export async function askForLinkHere(page: Page, address: string): Promise<string> {
  await page.getByLabel("Email address").fill(address);
  await page.getByRole("button", { name: "Email me a link" }).click();
  await expect(page).toHaveURL("/sign-in/sent");
  return await readLink(page, address);
}

/** The newest link that was emailed to an address. */
export async function readLink(page: Page, address: string): Promise<string> {
  await page.goto("/demo/outbox");
  const email = page.getByRole("region", { name: "Your sign-in link" }).filter({ hasText: address.toLowerCase() });
  return (await email.first().getByRole("link").getAttribute("href")) ?? "";
}

/** Uses an emailed link, which signs this browser in. */
export async function confirmLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL("/profile/credits");
}

/** Signs a browser of its own in by an emailed link, as a caller of its own; returns its page. */
export async function signInByMail(browser: { newContext(): Promise<BrowserContext> }, address: string): Promise<Page> {
  const context = await browser.newContext();
  await context.setExtraHTTPHeaders(ownCaller());
  const page = await context.newPage();
  await confirmLink(page, await askForLink(page, address));
  return page;
}

/** An address that no user has signed in with. */
export function newAddress(): string {
  return `${randomUUID()}@example.com`;
}

/**
 * The headers of a separate caller, as a trusted proxy would set them, so that limits per caller do not add up over
 * tests. The address is from a block that is reserved for such purposes.
 */
export function ownCaller(): { "X-Forwarded-For": string } {
  return { "X-Forwarded-For": someAddress() };
}

/** An address that most likely no other caller has. */
export function someAddress(): string {
  return `198.${18 + randomInt(2)}.${randomInt(256)}.${randomInt(256)}`;
}
