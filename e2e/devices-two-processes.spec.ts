import type { Page } from "@playwright/test";
import { done } from "#testing/api-client.ts";
import { runScript } from "#testing/run-script.ts";
import { expect, newOwner, type Owner, test } from "./api/app.ts";

test("what another process of the app does shows on all devices within a second, and what they do on its pages", async ({
  server,
  stranger,
  page,
  context,
}) => {
  const owner = await newOwner(server, stranger, { subscription: 20, activity: 15, purchased: 100 });
  const another = await server.startAnother();
  await openLab(page, owner, server.url);
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));

  const took: number[] = [];
  for (let round = 1; round <= 20; round += 1) {
    const shown = watchFor(page, 135 - 2 * round);
    const asked = Date.now();
    done(await owner.web.at(another.url).spend({ feature: "ai-script" }));
    took.push((await shown) - asked);
  }
  console.log(`from a spend in one process to all three places in another: ${took.join(" ")} ms`);
  expect(Math.max(...took)).toBeLessThan(1_000);

  const web = await context.newPage();
  await openAt(web, owner, another.url, "/profile/credits");
  await phone(page).getByRole("button", { name: "Create" }).click();
  await phone(page)
    .getByRole("button", { name: /^AI script generation/ })
    .click();
  await expect(web.getByRole("banner").getByRole("link", { name: /^Credits: 93 available/ })).toBeVisible({
    timeout: 2_000,
  });
  await expect(phone(page).getByText("Done. 2 credits used.")).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
  await web.close();
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

async function openLab(page: Page, owner: Owner, url: string): Promise<void> {
  await openAt(page, owner, url, "/devices-lab");
  await expect(phone(page).getByText("Same on all your devices")).toBeVisible();
}

async function openAt(page: Page, { web }: Owner, url: string, path: string): Promise<void> {
  const [name = "", value = ""] = (web.headers.Cookie ?? "").split("=");
  await page.context().addCookies([{ name, value, url }]);
  await page.goto(`${url}${path}`);
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
