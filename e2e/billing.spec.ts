import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./expect-accessible.ts";
import { signInQuietly } from "./new-person.ts";
import { subscribe } from "./subscribe.ts";

test("a person upgrades to a year after an exact preview, cancels at Stripe, reads what stays, and resumes", async ({
  page,
}) => {
  await signInQuietly(page, "billing");
  await subscribe(page);
  await page.goto("/profile");
  await page.getByRole("link", { name: "Open billing" }).click();
  const plan = page.getByRole("region", { name: "Plan", exact: true });
  await expect(plan).toContainText(
    /Free trial until .*Pro, monthly.*\$9\.99 on .*1,200 credits on .*Visa ending in 4242/,
  );
  await expectAccessible(page);

  await page.getByRole("link", { name: "See what changes with Pro, yearly" }).click();
  const main = page.getByRole("main");
  await expect(main).toContainText(/You pay \$95\.88 today, get 1,200 credits until .*, and keep your 20 until .*\./);
  await expect(main).toContainText("Your free trial ends today.");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Pay $95.88 and change to Pro" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your plan has changed." })).toBeVisible();
  await expect(plan).toContainText(/Active, renews on .*Pro, yearly/);
  await expect(page.getByRole("banner").getByRole("link", { name: /^Credits: 1,220 available/ })).toBeVisible();
  await expect(page.getByRole("table", { name: "Invoices" })).toContainText(/Paid.*\$95\.88/);

  await cancelAtStripe(page);
  await expect(plan).toContainText("Cancelled. Ends on");
  await expect(plan).toContainText(/You keep your plan credits: 20 until .* and 1,200 until /);
  await expect(plan).toContainText("11 months that you've paid for are still to come: 13,200 credits in all.");
  await expect(plan).toContainText("Nothing more is charged");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Resume plan" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your plan continues" })).toBeVisible();
  await expect(plan).toContainText("Active, renews on");
});

/** Through the portal's deep link, and back. */
async function cancelAtStripe(page: Page) {
  await page.getByRole("button", { name: "Cancel plan" }).click();
  await page.getByRole("button", { name: "Cancel subscription" }).click();
  await expect(page).toHaveURL("/profile/billing?done=cancel");
}
