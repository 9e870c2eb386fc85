import { expect, type Page, test } from "@playwright/test";
import { askForTooMuch, desktop, expectEverywhere, openLab, phone } from "./lab-page.ts";
import { askForLinkHere } from "./mailed-link.ts";
import { grantTo, signInQuietly } from "./new-person.ts";

test("from the desktop to the store, with the pack that covers it chosen, through payment and back to the desktop", async ({
  page,
}) => {
  const { person, dialog } = await askForTooMuch(page, "back");
  const opened = page.waitForEvent("popup");
  await dialog.getByRole("link", { name: "Get credits on the web" }).click();
  const store = await opened;
  await expect(
    store.getByRole("group", { name: "Choose a pack" }).getByRole("radio", { checked: true }),
  ).toHaveAccessibleName(/^100 credits Covers your task/);
  await expectReturnLink(store, "Back to Purse Desktop", `${person.origin}/devices-lab#lab-desktop`);

  await store.getByRole("button", { name: "Pay $4.99 with Stripe" }).click();
  await store.getByRole("button", { name: "Back", exact: true }).click();
  await expectReturnLink(store, "Back to Purse Desktop", `${person.origin}/devices-lab#lab-desktop`);
  await store.getByRole("link", { name: "Continue to payment" }).click();
  await store.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(store.getByRole("heading", { name: "100 credits added" })).toBeVisible();
  await expect(store.getByRole("link", { name: "Back to Purse Desktop" })).toHaveCount(1);
  await expect(dialog.getByRole("button", { name: "Animate · 25 credits" })).toBeVisible();
  await store.getByRole("link", { name: "Back to Purse Desktop" }).click();
  await expect(store).toHaveURL("/devices-lab#lab-desktop");
  await expectEverywhere(store, 120);
});

test("from the phone through a sign-in to the store, and an order opened in another tab leads back as well", {
  tag: "@all",
}, async ({ page, context }) => {
  const person = await signInQuietly(page, "back");
  await grantTo(person, "purchased", 20);
  await page.goto("/devices-lab");
  await phone(page).getByRole("button", { name: "Create" }).click();
  await phone(page)
    .getByRole("button", { name: /^AI portrait animation/ })
    .click();
  const link = phone(page).getByRole("status").getByRole("link", { name: "Open the web" });
  const address = (await link.getAttribute("href")) ?? "";
  await context.clearCookies();
  const web = await context.newPage();
  await web.goto(address);
  await web.goto(await askForLinkHere(web, person.email));
  await web.getByRole("button", { name: "Continue" }).click();
  await expect(web).toHaveURL(address);
  await expect(
    web.getByRole("group", { name: "Choose a pack" }).getByRole("radio", { checked: true }),
  ).toHaveAccessibleName(/^100 credits Covers your task/);
  await expectReturnLink(web, "Back to Purse Mobile", `${person.origin}/devices-lab#lab-mobile`);
  await web.getByRole("button", { name: "Pay $4.99 with Stripe" }).click();
  await web.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(web.getByRole("heading", { name: "100 credits added" })).toBeVisible();

  const other = await context.newPage();
  await other.goto(web.url());
  await expectReturnLink(other, "Back to Purse Mobile", `${person.origin}/devices-lab#lab-mobile`);
});

test("the return link stays across the pages of its tab until it is hidden, and no other tab has it", async ({
  page,
  context,
}) => {
  await openLab(page);
  await desktop(page)
    .getByRole("button", { name: /^Profile/ })
    .click();
  const opened = page.waitForEvent("popup");
  await desktop(page).getByRole("link", { name: "Open", exact: true }).click();
  const web = await opened;
  await expect(web).toHaveURL(/\/profile\/credits\?return=/);
  // The tab remembers the link once the page is live.
  await expect(web.getByRole("banner").getByRole("link", { name: /^Credits: .*live$/ })).toBeVisible();
  for (const place of ["Store", "Tools", "History"]) {
    await web.getByRole("navigation", { name: "Main" }).getByRole("link", { name: place, exact: true }).first().click();
    await expect(web.getByRole("heading", { level: 1 })).toHaveText(place === "Store" ? "Get credits" : place);
    await expect(returnLink(web)).toHaveText("Back to Purse Desktop");
  }
  await web.reload();
  await expect(returnLink(web)).toBeVisible();
  const other = await context.newPage();
  await other.goto("/profile/credits");
  await expect(other.getByRole("banner").getByRole("link", { name: /^Credits: .*live$/ })).toBeVisible();
  await expect(returnLink(other)).toHaveCount(0);
  await web.getByRole("button", { name: "Hide the link back to the app" }).click();
  await expect(returnLink(web)).toHaveCount(0);
  await web.reload();
  await expect(web.getByRole("banner").getByRole("link", { name: /^Credits: .*live$/ })).toBeVisible();
  await expect(returnLink(web)).toHaveCount(0);
});

test("the app's project is passed to the page of a feature that runs on the web", async ({ page }) => {
  await openLab(page);
  await desktop(page).getByLabel("Version").selectOption("5.9");
  await desktop(page).getByRole("button", { name: "Studio portrait" }).click();
  const opened = page.waitForEvent("popup");
  await desktop(page)
    .getByRole("link", { name: /^Smart cutout/ })
    .click();
  const tool = await opened;
  await expect(tool).toHaveURL(/\/tools\/smart-cutout\?.*project=portrait/);
  await expect(tool.getByText("Your project: Studio portrait")).toBeVisible();
  await expect(tool.getByRole("radio", { name: /Edda/ })).toBeChecked();
  await expect(returnLink(tool)).toHaveText("Back to Purse Desktop");
});

test("a page never links to an address that is not on the list, whatever its query says", { tag: "@all" }, async ({
  page,
  baseURL,
}) => {
  await signInQuietly(page, "back");
  const credits = page.getByRole("banner").getByRole("link", { name: /^Credits: .*live$/ });
  for (const named of [
    "https://evil.example",
    "//evil.example",
    "javascript:alert(1)",
    `${baseURL}/devices-lab`,
    `${baseURL}@evil.example/devices-lab#lab-desktop`,
    "purse-desktop://credits/..",
    "purse-desktop%3A%2F%2Fcredits",
    "x".repeat(1_500),
  ]) {
    await page.goto(`/profile/credits/store?${new URLSearchParams({ return: named })}`);
    await expect(credits).toBeVisible();
    await expect(returnLink(page)).toHaveCount(0);
  }
  const answer = await page.goto(
    "/profile/credits/store?return=purse-mobile%3A%2F%2Fcredits&return=javascript:alert(1)",
  );
  expect(await answer?.text()).not.toContain('href="javascript:');
  await expect(returnLink(page)).toHaveAttribute("href", "purse-mobile://credits");
});

function returnLink(page: Page) {
  return page.getByRole("main").getByRole("link", { name: /^Back to Purse/ });
}

async function expectReturnLink(page: Page, words: string, address: string): Promise<void> {
  await expect(returnLink(page)).toHaveText(words);
  await expect(returnLink(page)).toHaveAttribute("href", address);
}
