import { expect, test } from "@playwright/test";
import { expectAccessible } from "./expect-accessible.ts";
import { findSmallTargets } from "./page-sight.ts";
import { signInAs } from "./sign-in-as.ts";

const pages = [
  "/profile/credits",
  "/profile/credits/history",
  "/profile/credits/batches/1",
  "/profile/credits/store",
  "/tools",
  "/tools/smart-cutout",
  "/profile",
  "/profile/devices",
];

test.use({ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true });

test("total, kinds, what expires and what is used next are visible above the tabs without scrolling", async ({
  page,
}) => {
  await signInAs(page, "mina");
  await page.goto("/profile/credits");
  const tabs = await page.getByRole("navigation", { name: "Main" }).boundingBox();
  const card = page.getByRole("region", { name: "Available now" });
  const rows = card.getByRole("list").getByRole("listitem");
  await expect(rows).toHaveText([/Subscription/, /Activity/, /Purchased/]);
  for (const row of await rows.all()) expect((await row.boundingBox())?.height).toBeLessThan(52);
  for (const part of [
    card.getByRole("heading"),
    rows.last(),
    card.getByText(/\d expires?$/),
    card.getByText(/[\d,]+ more$/),
  ]) {
    await expect(part).toBeVisible();
    const box = await part.boundingBox();
    expect((box?.y ?? Number.NaN) + (box?.height ?? Number.NaN)).toBeLessThanOrEqual(tabs?.y ?? 0);
  }
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test("the tabs lead everywhere, and More has account, devices, theme and sign-out", async ({ page }) => {
  await signInAs(page, "kenji");
  await page.goto("/profile/credits");
  const tabs = page.getByRole("navigation", { name: "Main" });
  for (const [name, address] of [
    ["History", "/profile/credits/history"],
    ["Store", "/profile/credits/store"],
    ["Tools", "/tools"],
    ["Credits", "/profile/credits"],
  ] as const) {
    await tabs.getByRole("link", { name }).click();
    await expect(page).toHaveURL(address);
    await expect(tabs.getByRole("link", { name })).toHaveAttribute("aria-current", "page");
  }
  await tabs.getByRole("button", { name: "More" }).click();
  await expect(page.getByRole("menuitem", { name: /Kenji/ })).toBeVisible();
  await page.getByRole("menuitem", { name: "Devices", exact: true }).click();
  await expect(page).toHaveURL("/profile/devices");
  await tabs.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const html = await (await page.reload())?.text();
  expect(html).toMatch(/<html[^>]*data-theme="dark"/);
  await tabs.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
});

test("the menu behind More stays under the finger while the page scrolls beneath it", async ({ page }) => {
  await signInAs(page, "mina");
  await page.goto("/profile/credits");
  await page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: "More" }).click();
  const signOut = page.getByRole("menuitem", { name: "Sign out" });
  await expect(signOut).toBeVisible();
  const moved = await signOut.evaluate((item) => {
    const before = item.getBoundingClientRect().top;
    scrollTo({ top: scrollY + 100, behavior: "instant" });
    return { page: scrollY, item: item.getBoundingClientRect().top - before };
  });
  expect(moved).toEqual({ page: 100, item: 0 });
});

test("a failed sign-out says so, and can be retried", async ({ page }) => {
  await signInAs(page, "kenji");
  await page.goto("/profile");
  await page.route("**/profile", (route) =>
    route.request().method() === "POST" ? route.abort("connectionreset") : route.continue(),
  );
  await page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: "More" }).click();
  const signOut = page.getByRole("menuitem", { name: "Sign out" });
  await signOut.click();
  await expect(signOut.getByRole("alert")).toHaveText("We couldn't sign you out. Try again.");
  await expectAccessible(page, { without: ["region"] });
  await page.unroute("**/profile");
  await signOut.click();
  await expect(page).toHaveURL("/");
});

/** The others are checked with `--all`: they consist of the same parts. */
const always = ["/profile/credits", "/profile/credits/store", "/profile/credits/history"];

for (const path of pages) {
  test(`${path} has targets of 44 px, meets WCAG 2.2 AA, and does not scroll sideways at 320 px`, {
    tag: always.includes(path) ? [] : "@all",
  }, async ({ page }) => {
    await signInAs(page, "mina");
    await page.goto(path);
    await expect(page.getByRole("banner").getByRole("link", { name: /, live$/ })).toBeVisible();
    expect(await findSmallTargets(page)).toEqual([]);
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
}
