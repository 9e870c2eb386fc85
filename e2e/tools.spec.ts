import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import sharp from "sharp";

/** Signs in as a demonstration person by the form that the sign-in page sends. */
async function signInAs(page: Page, person: string) {
  await page.goto("/sign-in");
  const answer = await page.request.post("/api/demo/sign-in", {
    form: { person },
    headers: { Origin: new URL(page.url()).origin },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
}

function headerBalance(page: Page) {
  return page.getByRole("banner").getByRole("link", { name: /^Credits: / });
}

async function availableIn(page: Page) {
  await expect(headerBalance(page)).toHaveAccessibleName(/, live$/);
  return Number(
    /: ([\d,]+) /.exec((await headerBalance(page).getAttribute("aria-label")) ?? "")?.[1]?.replace(",", ""),
  );
}

async function expectAvailable(page: Page, available: number) {
  await expect(headerBalance(page)).toHaveAccessibleName(`Credits: ${available.toLocaleString("en")} available, live`);
}

/** A disc on a plain ground: what is inside is known. */
async function drawPhoto() {
  const disc = '<svg width="480" height="360"><circle cx="240" cy="190" r="110" fill="#c8503c"/></svg>';
  return sharp({ create: { width: 480, height: 360, channels: 3, background: "#7fa3b5" } })
    .composite([{ input: Buffer.from(disc) }])
    .jpeg()
    .toBuffer();
}

test("an uploaded photo is cut out, the header follows without a reload, the download is transparent", async ({
  page,
}) => {
  await signInAs(page, "mina");
  await page.goto("/tools/smart-cutout");
  const before = await availableIn(page);
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));

  const buffer = await drawPhoto();
  await page.getByLabel(/Choose a photo/).setInputFiles({ name: "disc.jpg", mimeType: "image/jpeg", buffer });
  await page.getByRole("button", { name: "Cut out · 5 credits" }).click();
  const dialog = page.getByRole("dialog", { name: "Smart cutout" });
  await expect(dialog).toContainText("If it fails, nothing is charged.");
  await expect(dialog.getByText("Left after").locator("xpath=..")).toContainText((before - 5).toLocaleString("en"));
  await dialog.getByRole("button", { name: "Cut out · 5 credits" }).click();

  const download = page.getByRole("link", { name: "Download" });
  await expect(download).toBeVisible();
  await expectAvailable(page, before - 5);
  await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
  const [file] = await Promise.all([page.waitForEvent("download"), download.click()]);
  const png = await readFile(await file.path());
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 480, height: 360, channels: 4 });
  const alphaAt = (x: number, y: number) => data[(y * 480 + x) * 4 + 3];
  expect([alphaAt(240, 190), alphaAt(10, 10)]).toEqual([255, 0]);

  await page.getByRole("link", { name: "See it in your history" }).click();
  await expect(page).toHaveURL(/\/profile\/credits\/history/);
  await expect(page.getByRole("main").getByText("Smart cutout").filter({ visible: true }).first()).toBeVisible();
});

test("the keyboard alone runs a tool", async ({ page }) => {
  await signInAs(page, "kenji");
  await page.goto("/tools/ai-portrait-animation");
  const before = await availableIn(page);
  await page.getByRole("heading", { level: 1 }).click();

  await press(page, "Tab", () => page.getByLabel(/Choose a photo/));
  await press(page, "Tab", () => page.getByRole("radio", { name: /Ines/ }));
  await page.keyboard.press("Space");
  await press(page, "Tab", () => page.getByRole("button", { name: "Animate · 25 credits" }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "AI portrait animation" });
  await expect(dialog).toContainText("First: purchased");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Animate · 25 credits" })).toBeFocused();
  await page.keyboard.press("Enter");
  await press(page, "Tab", () => dialog.getByRole("button", { name: "Animate · 25 credits" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Result" })).toBeFocused();
  await expectAvailable(page, before - 25);
  await press(page, "Tab", () => page.getByRole("link", { name: "Download" }));
});

test("who lacks credits is told how many, gets to the store and comes back to the same choice", async ({ page }) => {
  await signInAs(page, "omar");
  await page.goto("/tools/ai-portrait-animation");
  const available = await availableIn(page);
  expect(available).toBeLessThan(25);
  await page.getByRole("radio", { name: /Tomo/ }).check();
  await page.getByRole("button", { name: "Animate · 25 credits" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("alert")).toHaveText(`You need ${25 - available} more credits`);
  await dialog.getByRole("link", { name: "Get credits" }).click();
  await expect(page).toHaveURL("/profile/credits/store?feature=ai-portrait-animation");
  await page.goBack();
  await expect(page.getByRole("radio", { name: /Tomo/ })).toBeChecked();
});

test("an export with the watermark is free and leaves no line; without it the credits are used", async ({ page }) => {
  await signInAs(page, "mina");
  await page.goto("/tools/template-export");
  const before = await availableIn(page);
  await page.getByLabel("Headline").fill("Open studio");
  await page.getByRole("button", { name: "Export · free" }).click();
  await expect(page.getByText("Free: your credits are unchanged.")).toBeVisible();
  const free = await downloaded(page);
  await expectAvailable(page, before);

  await page.getByRole("radio", { name: /Without watermark/ }).check();
  await page.getByRole("button", { name: "Export · 10 credits" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Export · 10 credits" }).click();
  await expect(page.getByText(/Used 10 credits/)).toBeVisible();
  await expectAvailable(page, before - 10);
  expect(free.equals(await downloaded(page))).toBe(false);
});

test("when the answer is lost, a reload and a second try pay once", async ({ page }) => {
  await signInAs(page, "kenji");
  await page.goto("/tools/smart-cutout");
  const before = await availableIn(page);
  let lost = 0;
  await page.route("**/tools/smart-cutout/result", async (route) => {
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
  await expect(page.getByRole("alert").filter({ hasText: "The answer was lost" })).toBeVisible();
  await page.reload();
  await run();
  await expect(page.getByText("It had been paid for before and was not charged again.")).toBeVisible();
  await expectAvailable(page, before - 5);
});

test("what is no photo is refused in words and costs nothing", async ({ page }) => {
  await signInAs(page, "mina");
  await page.goto("/tools/smart-cutout");
  const before = await availableIn(page);
  await page.getByRole("button", { name: "Cut out · 5 credits" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toHaveText("Choose a photo or one of the drawings first.");
  await expect(page.getByLabel(/Choose a photo/)).toBeFocused();
  const buffer = Buffer.from("this only calls itself a picture");
  await page.getByLabel(/Choose a photo/).setInputFiles({ name: "a.png", mimeType: "image/png", buffer });
  await page.getByRole("button", { name: "Cut out · 5 credits" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cut out · 5 credits" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("Nothing was charged.");
  await page.keyboard.press("Escape");
  await expectAvailable(page, before);
});

/** Presses a key until the focus is where it is wanted; fails when it does not get there. */
async function press(page: Page, key: string, wanted: () => ReturnType<Page["locator"]>) {
  await expect(async () => {
    await page.keyboard.press(key);
    await expect(wanted()).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [20], timeout: 10_000 });
}

async function downloaded(page: Page) {
  const link = page.getByRole("link", { name: "Download" });
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return readFile(await file.path());
}
