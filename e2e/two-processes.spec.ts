import type { Page } from "@playwright/test";
import { done } from "#testing/api-client.ts";
import { expect, newOwner, test } from "./api/app.ts";

test("a spend in one process of the app shows on a page of another within a second, without a reload", async ({
  server,
  stranger,
  page,
}) => {
  const { web, backend } = await newOwner(server, stranger, { subscription: 20, purchased: 80 });
  const another = await server.startAnother();
  const [name = "", value = ""] = (web.headers.Cookie ?? "").split("=");
  await page.context().addCookies([{ name, value, url: another.url }]);
  await page.goto(`${another.url}/profile/credits`);
  await expect(chipOf(page)).toHaveAccessibleName("Credits: 100 available, live");
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));

  for (const [caller, available] of [
    [web, 75],
    [backend, 50],
  ] as const) {
    const shown = await watchFor(page, available);
    const asked = Date.now();
    done(await caller.spend({ feature: "ai-portrait-animation" }));
    expect((await shown()) - asked, `until ${available} stood there`).toBeLessThan(1_000);
    await expect(chipOf(page)).toHaveAccessibleName(`Credits: ${available} available, live`);
  }
  await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
  expect(await another.stop()).toBeLessThan(5_000);
});

/** Watches, frame by frame, for the instant at which header and total have both come to show a number. */
async function watchFor(page: Page, available: number): Promise<() => Promise<number>> {
  const [header, total] = await Promise.all([
    chipOf(page).elementHandle(),
    page.getByRole("region", { name: "Available now" }).getByRole("paragraph").first().elementHandle(),
  ]);
  const showsBoth = page.waitForFunction(
    ([wanted, ...places]) =>
      places.every((place) => place instanceof Element && place.textContent.match(/\d+/)?.[0] === wanted) && Date.now(),
    [String(available), header, total] as const,
    { polling: "raf", timeout: 10_000 },
  );
  return async () => Number(await (await showsBoth).jsonValue());
}

function chipOf(page: Page) {
  return page.getByRole("banner").getByRole("link", { name: /^Credits: / });
}
