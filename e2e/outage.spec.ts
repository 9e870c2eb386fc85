import type { Page } from "@playwright/test";
import type { AppServer } from "#testing/app-server.ts";
import { expect, newOwner, type Owner, test } from "./api/app.ts";
import { expectAccessible } from "./expect-accessible.ts";

for (const { path, title, tag } of [
  { path: "/profile/credits", title: "Credits", tag: [] },
  { path: "/profile/credits/history", title: "History", tag: "@all" },
])
  test(`while the database is down ${path} says so and shows no numbers, and recovers automatically`, { tag }, async ({
    server,
    stranger,
    page,
  }) => {
    await signIn(page, server, await newOwner(server, stranger, { activity: 15, purchased: 85 }));
    await server.withoutDatabase(async () => {
      expect((await page.goto(`${server.url}${path}`))?.status()).toBe(503);
      await expectFailed(page);
      await expect(page.locator("body")).not.toContainText(/available|no credits/i);
      await expectAccessible(page);
      await page.getByRole("button", { name: "Try again" }).click();
      await expectFailed(page);
    });
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeAttached();
    await expect(chipOf(page)).toHaveAccessibleName("Credits: 100 available, live");
  });

test("while the database is down an open page is not live and a new one explains the failure, then both recover", async ({
  server,
  stranger,
  page,
}) => {
  await signIn(page, server, await newOwner(server, stranger, { purchased: 100 }));
  await page.goto(`${server.url}/profile/credits`);
  await expect(chipOf(page)).toHaveAccessibleName("Credits: 100 available, live");
  await server.withoutDatabase(async () => {
    await expect(chipOf(page)).toHaveAccessibleName("Credits: 100 available, Reconnecting");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "History" }).click();
    await expectFailed(page);
    await expect(chipOf(page)).toHaveAccessibleName("Credits: 100 available, Reconnecting");
    await expectAccessible(page);
  });
  await expect(chipOf(page)).toHaveAccessibleName("Credits: 100 available, live");
  await expect(page.getByRole("heading", { level: 1, name: "History" })).toBeAttached();
  await expect(page.getByRole("main").getByText("+100").filter({ visible: true }).first()).toBeVisible();
});

async function signIn(page: Page, server: AppServer, { web }: Owner): Promise<void> {
  const [name = "", value = ""] = (web.headers.Cookie ?? "").split("=");
  await page.context().addCookies([{ name, value, url: server.url }]);
}

async function expectFailed(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: "This page couldn't be loaded" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Your credits haven't changed because of it.");
}

function chipOf(page: Page) {
  return page.getByRole("banner").getByRole("link", { name: /^Credits: / });
}
