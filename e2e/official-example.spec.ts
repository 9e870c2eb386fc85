import { expect, type Page, test } from "@playwright/test";

// The demo's user Example, who signs in for no other test: the first use of a fresh copy, complete.
test("the official example: sign in, see 20 / 15 / 100, use 25, see 0 / 10 / 100, buy a pack and see it arrive", async ({
  page,
  context,
}) => {
  await page.goto("/");
  await page.getByRole("button", { name: /Example/ }).click();
  await expect(page).toHaveURL(/\/profile\/credits$/);
  await expectKinds(page, [20, 15, 100]);

  const tools = await context.newPage();
  await tools.goto("/tools/ai-portrait-animation");
  await tools.getByRole("radio", { name: /Ines/ }).check();
  await tools.getByRole("button", { name: "Animate · 25 credits" }).click();
  await tools.getByRole("dialog").getByRole("button", { name: "Animate · 25 credits" }).click();
  await expect(tools.getByText("Used 25 credits: 20 subscription, then 5 activity. 110 left.")).toBeVisible();
  // The first page was never reloaded: it updates itself.
  await expectKinds(page, [0, 10, 100]);

  await tools.goto("/profile/credits/store");
  await tools.getByRole("button", { name: "Pay $4.99 with Stripe" }).click();
  await tools.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(tools.getByRole("heading", { name: "100 credits added" })).toBeVisible();
  await expectKinds(page, [0, 10, 200]);
  await expect(page.getByRole("banner").getByText("210")).toBeVisible();
});

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
