import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { grantTo, type NewPerson, signInQuietly, spendElsewhere } from "./new-person.ts";

// One person for the whole file, step by step: their credits are known before each test.
test.describe.configure({ mode: "serial" });
let page: Page;
let person: NewPerson;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  person = await signInQuietly(page, "tools");
});

test.afterAll(() => page.close());

test("a user without enough credits sees how many are missing, visits the store and returns to the same choice", async () => {
  await grantTo(person, "activity", 7);
  await page.goto("/tools/ai-portrait-animation");
  await expectAvailable(7);
  await page.getByRole("radio", { name: /Tomo/ }).check();
  await expect(page.getByRole("button", { name: "Animate · 25 credits" })).toHaveCount(0);
  await page.getByRole("link", { name: "Get 18 more credits" }).click();
  await expect(page).toHaveURL("/profile/credits/store?feature=ai-portrait-animation&units=1");
  await expect(page.getByRole("main")).toContainText("18 more credits");
  await page.goBack();
  await expect(page.getByRole("radio", { name: /Tomo/ })).toBeChecked();
});

test("a tool can be run by keyboard alone, on the credits of the official example", async () => {
  await grantTo(person, "subscription", 20);
  await grantTo(person, "activity", 8);
  await grantTo(person, "purchased", 100);
  await page.goto("/tools/ai-portrait-animation");
  await expectAvailable(135);
  await expect(page.getByText("Uses 20 subscription, then 5 activity. 110 left after.")).toBeVisible();
  await page.getByRole("heading", { level: 1 }).click();

  await pressUntil("Tab", page.getByLabel("Choose a photo or drop it here"));
  await pressUntil("Tab", page.getByRole("radio", { name: /Tomo/ }));
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("radio", { name: /Ines/ })).toBeChecked();
  const run = page.getByRole("button", { name: "Animate · 25 credits" });
  await pressUntil("Tab", run);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "AI portrait animation" });
  await expect(dialog.getByRole("listitem").filter({ hasText: "First: subscription" })).toContainText("20");
  await expect(dialog.getByRole("listitem").filter({ hasText: "Then: activity" })).toContainText("5");
  await expect(dialog.getByText("Left after").locator("xpath=..")).toContainText("110");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(run).toBeFocused();
  await page.keyboard.press("Enter");
  await pressUntil("Tab", dialog.getByRole("button", { name: "Animate · 25 credits" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Result", exact: true })).toBeFocused();
  await expect(page.getByText("25 credits are on hold.")).toBeVisible();
  await expect(page.getByText("Used 25 credits: 20 subscription, then 5 activity. 110 left.")).toBeVisible();
  await expectAvailable(110);
  await pressUntil("Tab", resultOf(page).getByRole("link", { name: "Download" }));
  const clip = await sharp(await downloaded(), { animated: true }).metadata();
  expect(clip).toMatchObject({ format: "webp", pages: 30 });
});

test("an uploaded photo is cut out, the header updates without a reload, the download is transparent", async () => {
  await page.goto("/tools/smart-cutout");
  await expectAvailable(110);
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));

  const buffer = await drawPhoto();
  await page.getByLabel(/Choose a photo/).setInputFiles({ name: "disc.jpg", mimeType: "image/jpeg", buffer });
  await expect(page.getByText("Uses 5 activity. 105 left after.")).toBeVisible();
  await page.getByRole("button", { name: "Cut out · 5 credits" }).click();

  await expect(resultOf(page).getByRole("link", { name: "Download" })).toBeVisible();
  await expectAvailable(105);
  await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
  const { data, info } = await sharp(await downloaded())
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 480, height: 360, channels: 4 });
  const alphaAt = (x: number, y: number) => data[(y * 480 + x) * 4 + 3];
  expect([alphaAt(240, 190), alphaAt(10, 10)]).toEqual([255, 0]);

  const recent = page.getByRole("region", { name: "Recent results" });
  await expect(recent.getByText(/^Kept until /)).toBeVisible();
  await page.getByRole("link", { name: "See it in your history" }).click();
  await expect(page).toHaveURL(/\/profile\/credits\/history/);
  await page.getByRole("link", { name: "See the result" }).filter({ visible: true }).click();
  await expect(recent.getByRole("link", { name: "Download" }).first()).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("main").getByText("Smart cutout").filter({ visible: true }).first()).toBeVisible();
});

test("an open dialog shows what a run would use now, before anything is taken", async () => {
  await page.goto("/tools/ai-portrait-animation");
  await page.getByRole("radio", { name: /Edda/ }).check();
  await page.getByRole("button", { name: "Animate · 25 credits" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("listitem").filter({ hasText: "First: activity" })).toContainText("5");
  await spendElsewhere(person, "smart-cutout");
  await expect(dialog.getByRole("alert")).toContainText("Your credits have changed");
  await expect(dialog.getByRole("listitem").filter({ hasText: "First: purchased" })).toContainText("25");
  await expect(dialog.getByText("Available").locator("xpath=..")).toContainText("100");
  await dialog.getByRole("button", { name: "Animate · 25 credits" }).click();
  await expect(page.getByText("Used 25 credits: 25 purchased. 75 left.")).toBeVisible();
  await expectAvailable(75);
});

test("an export with the watermark is free and writes no line; without it credits are used", async () => {
  await page.goto("/tools/template-export");
  await page.getByLabel("Headline").fill("Open studio");
  await page.getByRole("button", { name: "Export · free" }).click();
  await expect(page.getByText("Free: your balance hasn't changed.")).toBeVisible();
  const free = await downloaded();
  await expectAvailable(75);

  await page.getByRole("radio", { name: /Without watermark/ }).check();
  await page.getByRole("button", { name: "Export · 10 credits" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Export · 10 credits" }).click();
  await expect(page.getByText(/Used 10 credits/)).toBeVisible();
  await expectAvailable(65);
  expect(free.equals(await downloaded())).toBe(false);
});

test("when the response is lost, a reload and a second attempt pay once", async () => {
  await page.goto("/tools/smart-cutout");
  let lost = 0;
  await page.route("**/api/v1/runs", async (route) => {
    if (lost++ > 0) return route.continue();
    await route.fetch();
    await route.abort();
  });
  const run = async () => {
    await page.getByRole("radio", { name: /Edda/ }).check();
    await page.getByRole("button", { name: "Cut out · 5 credits" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cut out · 5 credits" }).click();
  };
  await run();
  await expect(page.getByRole("alert").filter({ hasText: "The connection was lost" })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Used 5 credits: 5 purchased. 60 left.")).toBeVisible();
  await run();
  await expect(page.getByText("You had already paid for this run. You weren't charged again.")).toBeVisible();
  await expectAvailable(60);
});

test("a file that is not a photo is refused with a reason and costs nothing", async () => {
  await page.evaluate(() => sessionStorage.clear());
  await page.goto("/tools/smart-cutout");
  await page.getByRole("button", { name: "Cut out · 5 credits" }).click();
  await expect(page.getByRole("main").getByRole("alert").filter({ hasText: "Choose" })).toHaveText(
    "Choose a photo or one of the drawings first.",
  );
  await expect(page.getByLabel(/Choose a photo/)).toBeFocused();
  const buffer = Buffer.from("this only calls itself a picture");
  await page.getByLabel(/Choose a photo/).setInputFiles({ name: "a.png", mimeType: "image/png", buffer });
  await page.getByRole("button", { name: "Cut out · 5 credits" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cut out · 5 credits" }).click();
  const told = page.getByRole("dialog").getByRole("alert");
  await expect(told).toHaveText("This file isn't a JPEG, PNG or WebP photo. You weren't charged.");
  await page.keyboard.press("Escape");
  await expectAvailable(60);
});

/** A disc on a plain ground: its content is known. */
async function drawPhoto() {
  const disc = '<svg width="480" height="360"><circle cx="240" cy="190" r="110" fill="#c8503c"/></svg>';
  return sharp({ create: { width: 480, height: 360, channels: 3, background: "#7fa3b5" } })
    .composite([{ input: Buffer.from(disc) }])
    .jpeg()
    .toBuffer();
}

async function expectAvailable(available: number) {
  const balance = page.getByRole("banner").getByRole("link", { name: /credits/i });
  await expect(balance).toHaveText(new RegExp(`:${available}credits.*live`));
}

/** Presses a key until the focus is where it is expected; fails when it does not get there. */
async function pressUntil(key: string, wanted: Locator) {
  await expect(async () => {
    await page.keyboard.press(key);
    await expect(wanted).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [20] });
}

/** What was just made; older results stand below. */
function resultOf(shown: Page) {
  return shown.getByRole("region", { name: "Result", exact: true });
}

async function downloaded() {
  const link = resultOf(page).getByRole("link", { name: "Download" });
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return readFile(await file.path());
}
