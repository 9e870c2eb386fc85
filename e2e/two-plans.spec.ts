import type { Page } from "@playwright/test";
import type { AppServer } from "#testing/app-server.ts";
import { expect, newOwner, test } from "./api/app.ts";
import { expectAccessible } from "./expect-accessible.ts";

test("two plans stand side by side; Stripe is down while one is ordered, the same order goes on, and the larger one is the upgrade", {
  tag: "@all",
}, async ({ server, stranger, page }) => {
  await server.purse("catalogue", "plan", "add", "max", "--name", "Max", "--description", "For those who need more.");
  await server.purse("catalogue", "plan", "price", "max", "month", "1999", "3000");
  expect(await server.purse("catalogue", "sync")).toContain("purse-max-month-usd");
  const { account, web } = await newOwner(server, stranger);
  const [name = "", value = ""] = (web.headers.Cookie ?? "").split("=");
  await page.context().addCookies([{ name, value, url: server.url }]);

  await page.goto(`${server.url}/profile/credits/store/plans`);
  const options = page.getByRole("radio", { name: /credits a month/ });
  await expect(options).toHaveCount(2);
  await expect(
    page.getByRole("radio", { name: /Max.*3,000 credits a month.*\$19\.99 a month.*\$0\.67 per 100/ }),
  ).toBeVisible();
  await page.getByRole("radio", { name: /Pro.*1,200 credits a month.*\$9\.99 a month/ }).check();
  await server.controlStripe({ away: true });
  await page.getByRole("button", { name: "Start 7-day free trial" }).click();
  const problem = "Stripe isn't responding right now. Try again in a moment. You weren't charged.";
  await expect(page.getByRole("alert").filter({ hasText: problem })).toBeVisible();
  await expect(page.getByRole("radio", { name: /^Pro/ })).toBeChecked();
  await server.controlStripe({ away: false });
  await page.getByRole("button", { name: "Start 7-day free trial" }).click();
  await page.getByRole("button", { name: "Subscribe" }).click();
  await expect(page.getByRole("heading", { name: "20 credits added" })).toBeVisible();
  expect(await ordersOf(server, account)).toEqual([{ status: "paid" }]);

  await page.goto(`${server.url}/profile/credits/store/plans`);
  const cards = page.getByRole("main").getByRole("listitem");
  await expect(cards).toHaveText([/Pro.*Your plan.*1,200/, /Max.*3,000/]);
  await expect(cards.first()).toHaveAttribute("aria-current", "true");
  await expectSideBySide(page);
  await expectAccessible(page);
  await page.getByRole("link", { name: "See what changes with Max, monthly" }).click();
  await expect(page.getByRole("main")).toContainText(
    /You pay \$19\.99 today, get 3,000 credits until .*, and keep your 20 until .*\./,
  );
  await page.getByRole("button", { name: "Pay $19.99 and change to Max" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your plan has changed." })).toBeVisible();
  await expect(page.getByRole("banner").getByRole("link", { name: /^Credits: 3,020 available/ })).toBeVisible();
});

async function ordersOf({ owner }: AppServer, account: string) {
  return [...(await owner`select status from plan_orders where user_id = ${account}`)];
}

/** On a desktop in one row, on a phone one below the other. */
async function expectSideBySide(page: Page): Promise<void> {
  const cards = page.getByRole("main").getByRole("listitem");
  const tops = async () =>
    (await Promise.all((await cards.all()).map((card) => card.boundingBox()))).map((box) => box?.y);
  const [first, second] = await tops();
  expect(second).toBe(first);
  await page.setViewportSize({ width: 360, height: 780 });
  const [above, below] = await tops();
  expect(below).toBeGreaterThan(above ?? Number.NaN);
  await page.setViewportSize({ width: 1280, height: 900 });
}
