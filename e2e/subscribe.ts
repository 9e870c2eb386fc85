import { expect, type Page } from "@playwright/test";

/** Subscribes the user of a page to Pro, with its trial. */
export async function subscribe(page: Page): Promise<void> {
  await page.goto("/profile/credits/store/plans");
  await page.getByRole("button", { name: "Start 7-day free trial" }).click();
  await page.getByRole("button", { name: "Subscribe" }).click();
  await expect(page.getByRole("heading", { name: "20 credits added" })).toBeVisible();
}
