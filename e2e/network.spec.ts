import { expect, type Page, test } from "@playwright/test";
import { ownCaller } from "./mailed-link.ts";
import { grantTo, signInNewPerson, signInQuietly } from "./new-person.ts";

test("offline, a press says so at once, and the header how old its numbers are", async ({ page, context }) => {
  const person = await signInNewPerson(page, "offline");
  await grantTo(person, "purchased", 100);
  await page.goto("/profile/credits/store");
  await expect(chip(page)).toHaveAccessibleName("Credits: 100 available, live");
  await page.getByRole("radio", { name: /^500 credits/ }).check({ force: true });
  await context.setOffline(true);
  await expect(chip(page)).toHaveAccessibleName(/^Credits: 100 available, Not connected\. Numbers from \d\d:\d\d\.$/);
  await page.getByRole("button", { name: /^Pay / }).click();
  await expect(problem(page)).toContainText("You're not connected, so nothing was sent.");
  await expect(page.getByRole("radio", { name: /^500 credits/ })).toBeChecked();

  await context.setOffline(false);
  await page.goto("/profile/credits");
  await expect(chip(page)).toHaveAccessibleName("Credits: 100 available, live");
  await context.setOffline(true);
  await page.getByRole("link", { name: "Get credits" }).click();
  await expect(problem(page)).toContainText("The page opens when you're back online.");
  await context.setOffline(false);
  await expect(page).toHaveURL("/profile/credits/store");
});

test("a form of another build reloads its page, says so, and keeps what was filled in", async ({ page }) => {
  await page.setExtraHTTPHeaders(ownCaller());
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill("somebody@example.com");
  // After a deployment the server does not know the actions of the pages that are open.
  await page.route("**/sign-in", (route) => {
    const headers = route.request().headers();
    return route.continue({
      headers: headers["next-action"] ? { ...headers, "next-action": "0".repeat(42) } : headers,
    });
  });
  await page.getByRole("button", { name: "Email me a link" }).click();
  await expect(problem(page)).toContainText("The page was out of date and has been reloaded.");
  await page.unroute("**/sign-in");
  await expect(page.getByLabel("Email address")).toHaveValue("somebody@example.com");
  await page.getByRole("button", { name: "Email me a link" }).click();
  await expect(page).toHaveURL("/sign-in/sent");
});

test("another user's page of the store buys nothing, and says who is signed in", async ({ page, browser }) => {
  await signInNewPerson(page, "before");
  await page.goto("/profile/credits/store");
  await expect(chip(page)).toHaveAccessibleName(/live$/);
  const other = await (await browser.newContext()).newPage();
  const { email } = await signInQuietly(other, "now");
  await page.context().addCookies(await other.context().cookies());
  await page.getByRole("button", { name: /^Pay / }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText(`You're signed in as ${email}.`);
  await expect(page).toHaveURL(/\/profile\/credits\/store\?other-user=1$/);
  await expect(page.getByText("You have a payment that is not finished")).toBeHidden();
  await other.context().close();
});

function chip(page: Page) {
  return page.getByRole("banner").getByRole("link", { name: /^Credits: / });
}

/** What the page says about the network; Next has an alert of its own for the names of pages. */
function problem(page: Page) {
  return page.getByRole("alert").filter({ has: page.getByRole("button", { name: "Close this message" }) });
}
