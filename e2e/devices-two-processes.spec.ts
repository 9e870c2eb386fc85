import type { Page } from "@playwright/test";
import { done } from "#testing/api-client.ts";
import { runScript } from "#testing/run-script.ts";
import { expect, newOwner, type Owner, test } from "./api/app.ts";

test("what one process of the app does shows on devices that follow another, and the other way round, within a second", async ({
  server,
  stranger,
  page,
}) => {
  const owner = await newOwner(server, stranger, { subscription: 20, activity: 15, purchased: 100 });
  const another = await server.startAnother();
  await openLab(page, owner, another.url);
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));

  for (let round = 1; round <= 20; round += 1) {
    const available = 135 - 2 * round;
    const shown = watchFor(page, available);
    const asked = Date.now();
    done(await owner.web.spend({ feature: "ai-script" }));
    expect((await shown) - asked, `until ${available} stood everywhere`).toBeLessThan(1_000);
  }
  await phone(page).getByRole("button", { name: "Create" }).click();
  await phone(page)
    .getByRole("button", { name: /^AI script generation/ })
    .click();
  await expect(phone(page).getByText("Done. 2 credits used.")).toBeVisible();
  expect(done(await owner.web.balance()).available).toBe(93);
  await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
  await another.stop();
});

test("mobile off takes the phone's Credits away while it is open, and full gives them back", async ({
  server,
  stranger,
  page,
}) => {
  const owner = await newOwner(server, stranger, { purchased: 100 });
  const set = (access: string) =>
    expect(runScript("platforms", ["set", "mobile", access], { appUrl: server.databaseUrl }).code).toBe(0);
  await openLab(page, owner, server.url);
  try {
    set("off");
    await expect(phone(page).getByText("What needs them is done on the web.")).toBeVisible({ timeout: 5_000 });
    await expect(phone(page).getByRole("link", { name: /^AI portrait animation/ })).toBeVisible();
    await phone(page).getByRole("button", { name: "Profile" }).click();
    await expect(phone(page).getByRole("button", { name: "Credits" })).toHaveCount(0);
  } finally {
    set("full");
  }
  await expect(phone(page).getByRole("button", { name: "Credits 100" })).toBeVisible();
});

async function openLab(page: Page, { web }: Owner, url: string): Promise<void> {
  const [name = "", value = ""] = (web.headers.Cookie ?? "").split("=");
  await page.context().addCookies([{ name, value, url }]);
  await page.goto(`${url}/devices-lab`);
  await expect(phone(page).getByText("Same on all your devices")).toBeVisible();
}

function phone(page: Page) {
  return page.getByRole("region", { name: /^Mobile / });
}

/** The instant at which the web's, the desktop's and the phone's number have all come to be this one. */
async function watchFor(page: Page, available: number): Promise<number> {
  const handles = await Promise.all([
    page
      .getByRole("region", { name: /^Web: / })
      .getByRole("paragraph")
      .filter({ hasText: /^\d+/ })
      .elementHandle(),
    page
      .getByRole("region", { name: /^Desktop / })
      .getByRole("button", { name: /^Profile/ })
      .elementHandle(),
    phone(page).getByRole("paragraph").filter({ hasText: /^\d+$/ }).elementHandle(),
  ]);
  const shown = await page.waitForFunction(
    ([wanted, ...places]) =>
      places.every((place) => place instanceof Element && place.textContent.match(/\d+/)?.[0] === wanted) && Date.now(),
    [String(available), ...handles] as const,
    { polling: "raf", timeout: 10_000 },
  );
  return Number(await shown.jsonValue());
}
