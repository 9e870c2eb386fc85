import { expect, test } from "@playwright/test";
import { grantTo, signInQuietly, spendElsewhere } from "./new-person.ts";
import { signInAs } from "./sign-in-as.ts";

test("a person sees what used their credits in bars and as a table, and each leads to its history", async ({
  page,
}) => {
  const person = await signInQuietly(page, "user");
  await grantTo(person, "activity", 20);
  await grantTo(person, "purchased", 100);
  await spendElsewhere(person, "ai-portrait-animation");
  await spendElsewhere(person, "ai-script");
  await page.goto("/profile/credits");
  const card = page.getByRole("region", { name: /^Used in the last 30 days/ });
  await expect(card).toContainText("Once you've used credits on seven days, you'll see here how long they last.");
  await expect(card.getByRole("list", { name: "Where the credits went" })).toHaveText(/Activity\s*20\s*Purchased\s*7/);
  await card.getByRole("link", { name: "All usage" }).click();

  await page.getByLabel("Split by").selectOption("Feature");
  await page.getByLabel("One bar for each").selectOption("Week");
  await page.getByRole("button", { name: "Show" }).click();
  const used = page.getByRole("region", { name: /^Used 27/ });
  await expect(used).toContainText("Nothing was used in the 30 days before.");
  await used.getByText("Show as a table").click();
  const table = used.getByRole("table", { name: "Credits used, newest first" });
  await expect(table.getByRole("row").last()).toHaveText(/Total\s*25\s*2\s*27/);
  await table.getByRole("link", { name: "AI script generation" }).click();
  await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
  await expect(page.getByText("1 transaction shown")).toBeAttached();
  await page.goBack();
  await used.getByRole("list", { name: "Use from the newest" }).getByRole("link").first().click();
  await expect(page.getByText(/[23] transactions shown/)).toBeAttached();
});

test("chosen dates that cannot be shown are explained, and keep the rest of the form", async ({ page }) => {
  await signInAs(page, "mina");
  await page.goto("/profile/credits/usage?span=chosen&from=2026-03-02&to=2026-03-01&group=platform");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("The last day is before the first.");
  await expect(page.getByLabel("Split by")).toHaveValue("platform");
  await page.goto("/profile/credits/usage?span=chosen&from=1976-03-02&to=2026-03-01");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Choose at most 366 days.");
});

test("a regular user reads without JavaScript how long the credits last", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await signInAs(page, "mina");
  await page.goto("/profile/credits/usage");
  const forecast = page.getByRole("region", { name: "How long your credits last" });
  await expect(forecast).toContainText(/About \d+ a day\. At this pace.* last /);
  await expect(forecast).toContainText("Based on your last 28 days.");
  await expect(page.getByRole("list", { name: "Use from the newest" }).getByRole("listitem")).toHaveCount(30);
  await context.close();
});
