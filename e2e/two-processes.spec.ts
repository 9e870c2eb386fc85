import type { Page } from "@playwright/test";
import { done } from "#testing/api-client.ts";
import { expect, newOwner, test } from "./api/app.ts";

test("a spend in one process of the app shows on a page of another, without a reload", async ({
  server,
  another,
  stranger,
  page,
}) => {
  const { web, backend } = await newOwner(server, stranger, { subscription: 20, purchased: 80 });
  const [name = "", value = ""] = (web.headers.Cookie ?? "").split("=");
  await page.context().addCookies([{ name, value, url: another.url }]);
  await page.goto(`${another.url}/profile/credits`);
  await expect(chipOf(page)).toHaveAccessibleName("Credits: 100 available, live");
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));

  for (const [caller, available] of [
    [web, 75],
    [backend, 50],
  ] as const) {
    done(await caller.spend({ feature: "ai-portrait-animation" }));
    await expect(page.getByRole("region", { name: "Available now" }).getByRole("paragraph").first()).toHaveText(
      new RegExp(`^${available}\\D*$`),
    );
    await expect(chipOf(page)).toHaveAccessibleName(`Credits: ${available} available, live`);
  }
  await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
});

function chipOf(page: Page) {
  return page.getByRole("banner").getByRole("link", { name: /^Credits: / });
}
