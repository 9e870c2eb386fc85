import { expect, type Page, test } from "@playwright/test";
import { askForLink, confirmLink, newAddress, ownCaller } from "./mailed-link.ts";
import { subscribe } from "./subscribe.ts";

// The first use of a fresh copy, complete, with the real source of each kind.
test("the official example: the Pro trial, the welcome and a pack are 20 / 15 / 100; use 25, see 0 / 10 / 100, buy a pack and see it arrive", async ({
  page,
  context,
}) => {
  await page.setExtraHTTPHeaders(ownCaller());
  await confirmLink(page, await askForLink(page, newAddress()));
  await subscribe(page);
  await buyPack(page);
  await page.goto("/profile/credits/earn");
  await page.getByRole("button", { name: /^Claim 15 credits.*Welcome gift$/ }).click();
  await expect(page.getByRole("status").filter({ hasText: "Welcome gift: 15 credits added." })).toBeVisible();
  await page.goto("/profile/credits");
  await expectKinds(page, [20, 15, 100]);

  const tools = await context.newPage();
  await tools.goto("/tools/ai-portrait-animation");
  await tools.getByRole("radio", { name: /Ines/ }).check();
  await tools.getByRole("button", { name: "Animate · 25 credits" }).click();
  await tools.getByRole("dialog").getByRole("button", { name: "Animate · 25 credits" }).click();
  await expect(tools.getByText("Used 25 credits: 20 subscription, then 5 activity. 110 left.")).toBeVisible();
  // The first page was never reloaded: it updates itself.
  await expectKinds(page, [0, 10, 100]);

  await buyPack(tools);
  await expectKinds(page, [0, 10, 200]);
  await expect(page.getByRole("banner").getByText("210")).toBeVisible();
});

test("the demonstration's user Example has the same credits", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: /Example/ }).click();
  await expect(page).toHaveURL(/\/profile\/credits$/);
  await expectKinds(page, [20, 15, 100]);
});

async function buyPack(page: Page): Promise<void> {
  await page.goto("/profile/credits/store");
  await page.getByRole("button", { name: "Pay $4.99 with Stripe" }).click();
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(page.getByRole("heading", { name: "100 credits added" })).toBeVisible();
}

async function expectKinds(page: Page, left: [number, number, number]): Promise<void> {
  for (const [index, kind] of ["Subscription", "Activity", "Purchased"].entries()) {
    const row = page
      .getByRole("listitem")
      .filter({ hasText: kind })
      .filter({ hasText: `${index + 1}` })
      .first();
    await expect(row).toHaveText(new RegExp(`(^|\\D)${left[index]}$`));
  }
}
