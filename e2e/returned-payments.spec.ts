import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./expect-accessible.ts";
import { callAsService, signInQuietly } from "./new-person.ts";

test("a refund and its debt are read on the open page, the next purchase repays, and a dispute stops buying until it is won", async ({
  page,
}) => {
  const person = await signInQuietly(page, "returned");
  await buy100(page);
  await callAsService(person.origin, "/api/v1/spends", { feature: "smart-cutout", units: 8 }, person.account);
  const dashboard = await openReceipt(page);
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));

  // 299 of 499 cents are 60 of 100 credits, rounded up.
  await refund(dashboard, "2.99");
  const purchases = page.getByRole("table", { name: "Purchases" });
  await expect(purchases).toContainText(/Refunded \$2\.99 of \$4\.99 on /);
  await expect(purchases).toContainText("60 of 100 credits taken back, 40 were already used");
  await expect(chip(page)).toHaveAccessibleName("Credits: 0 available, live");
  await refund(dashboard, "2");
  await expect(purchases).toContainText(/Refunded \$4\.99 on .*40 were already used · 40 to repay/);
  await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
  await expectAccessible(page);
  await dashboard.close();

  await purchases.getByRole("link", { name: "See it in your history" }).click();
  const line = page.getByRole("listitem").filter({ hasText: "Taken back (payment refunded)" }).first();
  await expect(line).toContainText("40 to repay");
  await page.goto("/profile/credits");
  await expect(page.getByRole("region", { name: "Available now" })).toContainText(
    /40 to repay\..*40 of 100-credit pack, payment refunded on /,
  );
  await expectAccessible(page);

  await page.goto("/profile/credits/store");
  await expect(shown(page, "100 credits − 40 to repay = 60")).toBeVisible();
  await expect(shown(page, "Afterwards 60")).toBeVisible();
  await buy100(page);
  await expect(chip(page)).toHaveAccessibleName("Credits: 60 available, live");

  const bank = await openReceipt(page);
  await bank.getByRole("button", { name: "The bank opens a dispute" }).click();
  const stopped = page.getByRole("heading", { name: "Buying is paused" });
  await expect(stopped).toBeVisible();
  await expect(purchases).toContainText(/Disputed since .*60 of 100 credits taken back/);
  await expectAccessible(page);
  for (const path of ["/profile/credits/store", "/profile/credits/store/plans"]) {
    await page.goto(path);
    await expect(stopped).toBeVisible();
    await expect(page.getByRole("main").getByRole("link", { name: "help@seller.example" }).first()).toHaveAttribute(
      "href",
      "mailto:help@seller.example",
    );
    await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  }
  await expectAccessible(page);

  await page.goto("/profile/billing");
  await bank.getByRole("button", { name: "The seller wins the dispute" }).click();
  await expect(purchases).toContainText(/Given back on .*All credits that were taken back are yours again/);
  await expect(stopped).toBeHidden();
  await expect(chip(page)).toHaveAccessibleName("Credits: 60 available, live");
  await page.goto("/profile/credits/store");
  await expect(page.getByRole("button", { name: "Pay $4.99 with Stripe" })).toBeVisible();
});

async function buy100(page: Page): Promise<void> {
  await page.goto("/profile/credits/store");
  await page.getByRole("button", { name: "Pay $4.99 with Stripe" }).click();
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(page.getByRole("heading", { name: "100 credits added" })).toBeVisible();
}

/** Opens Billing, and beside it the receipt of the newest purchase with the demonstration's dashboard. */
async function openReceipt(page: Page): Promise<Page> {
  await page.goto("/profile/billing");
  const opened = page.waitForEvent("popup");
  await page
    .getByRole("table", { name: "Purchases" })
    .getByRole("link", { name: /^View the receipt for 100 credits/ })
    .first()
    .click();
  const receipt = await opened;
  await expect(receipt.getByRole("heading", { name: "$4.99" })).toBeVisible();
  return receipt;
}

async function refund(dashboard: Page, amount: string): Promise<void> {
  await dashboard.getByLabel("Refund in USD").fill(amount);
  await dashboard.getByRole("button", { name: "Refund", exact: true }).click();
  await expect(
    dashboard.getByRole("listitem").filter({ hasText: `Refund−$${Number(amount).toFixed(2)}` }),
  ).toBeVisible();
}

function shown(page: Page, words: string) {
  return page.locator("form").getByText(words).locator("visible=true");
}

function chip(page: Page) {
  return page.getByRole("banner").getByRole("link", { name: /^Credits: / });
}
