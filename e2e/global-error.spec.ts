import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./expect-accessible.ts";

test("when the root layout fails, an error page says so, and the right page returns automatically", async ({
  page,
}) => {
  await breakCookies(page);
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1, name: "This page couldn't be loaded" })).toBeVisible();
  await expect(page).toHaveTitle("This page couldn't be loaded");
  await expect(page.getByRole("alert")).toContainText("Your credits haven't changed because of it.");
  await expectAccessible(page);

  await page.evaluate(() => document.dispatchEvent(new Event("mend")));
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible({ timeout: 120_000 });
  await expectAccessible(page);
});

test("an invalid time zone in the cookie breaks no page: the browser's own replaces it", async ({
  page,
  context,
  baseURL,
}) => {
  await context.addCookies([{ name: "tz", value: "%E0", url: `${baseURL}` }]);
  await page.goto("/sign-in");
  const zone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  await expect.poll(async () => (await context.cookies()).find(({ name }) => name === "tz")?.value).toBe(zone);
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
});

/** Makes reading cookies throw in this browser until it is undone: the root layout reads them in the browser. */
async function breakCookies(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const own = Object.getOwnPropertyDescriptor(Document.prototype, "cookie") ?? {};
    Object.defineProperty(Document.prototype, "cookie", {
      ...own,
      get: () => {
        throw new DOMException("Broken by the test", "SecurityError");
      },
    });
    document.addEventListener("mend", () => Object.defineProperty(Document.prototype, "cookie", own));
  });
}
