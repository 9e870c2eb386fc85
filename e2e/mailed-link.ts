import { randomInt, randomUUID } from "node:crypto";
import { type BrowserContext, expect, type Page } from "@playwright/test";

/** Asks for a sign-in link with the form of the sign-in page and answers it, out of the demonstration's outbox. */
export async function askForLink(page: Page, address: string): Promise<string> {
  await page.goto("/sign-in");
  return await askForLinkHere(page, address);
}

/** The same with the form of the page that is open. */
export async function askForLinkHere(page: Page, address: string): Promise<string> {
  await page.getByLabel("Email address").fill(address);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await expect(page).toHaveURL("/sign-in/sent");
  return await readLink(page, address);
}

/** The newest link that was mailed to an address. */
export async function readLink(page: Page, address: string): Promise<string> {
  await page.goto("/demo/outbox");
  const email = page.getByRole("region", { name: "Your sign-in link" }).filter({ hasText: address.toLowerCase() });
  return (await email.first().getByRole("link").getAttribute("href")) ?? "";
}

/** Uses a mailed link, which signs this browser in. */
export async function confirmLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL("/profile/credits");
}

/** Signs a browser of its own in by a mailed link, as a caller of its own; answers its page. */
export async function signInByMail(browser: { newContext(): Promise<BrowserContext> }, address: string): Promise<Page> {
  const context = await browser.newContext();
  await context.setExtraHTTPHeaders(ownCaller());
  const page = await context.newPage();
  await confirmLink(page, await askForLink(page, address));
  return page;
}

/** An address that nobody has signed in with. */
export function newAddress(): string {
  return `${randomUUID()}@example.com`;
}

/**
 * The headers of a caller of one's own, as a proxy that the server trusts would name them: limits by caller do not add
 * up over tests. The address is out of a block that is kept for such purposes.
 */
export function ownCaller(): { "X-Forwarded-For": string } {
  return { "X-Forwarded-For": someAddress() };
}

/** An address that no other caller has, most likely. */
export function someAddress(): string {
  return `198.${18 + randomInt(2)}.${randomInt(256)}.${randomInt(256)}`;
}
