import { expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { expectAccessible } from "./expect-accessible.ts";
import { grantTo, type NewPerson, signInQuietly } from "./new-person.ts";

// One person for the whole file, step by step: their credits are known before each test.
test.describe.configure({ mode: "serial" });
let page: Page;
let person: NewPerson;

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  person = await signInQuietly(page, "runs");
  await grantTo(person, "activity", 4);
  await grantTo(person, "purchased", 100);
});

test.afterAll(() => page.context().close());

test("a cancelled run returns what it held, and the header shows both changes", async () => {
  await beginLongRun({ frames: 30 });
  await expectHeader(98, "6 on hold");
  const result = page.getByRole("region", { name: "Result", exact: true });
  await expect(result.getByRole("progressbar")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Cancel and release 6" }).click();
  await expect(result).toContainText("Cancelled. You weren't charged. 6 credits are back.");
  await expectAccessible(page);
  await expectHeader(104, null);
  await page.goto("/profile/credits/history");
  await expect(page.getByRole("main").getByText("Background removal").filter({ visible: true })).toHaveCount(1);
});

test("after a reload the page finds its run running, and later its result; the rest of the hold is returned", async () => {
  await beginLongRun({ frames: 10 });
  await page.reload();
  const result = page.getByRole("region", { name: "Result", exact: true });
  await expect(result.getByText("6 credits are on hold.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Working…" })).toBeDisabled();
  await page.goto("/tools");
  await page.goto("/tools/background-removal");
  await expect(result).toContainText("Used 2 of 6 held: 2 activity. 102 left.", { timeout: 180_000 });
  await expectHeader(102, null);
  const link = result.getByRole("link", { name: "Download" });
  const clip = await page.request.get((await link.getAttribute("href")) ?? "");
  const about = await sharp(await clip.body(), { animated: true }).metadata();
  expect(about).toMatchObject({ format: "webp", pages: 10, hasAlpha: true });
  await page.reload();
  await expect(result.getByRole("link", { name: "Download" })).toBeVisible();
});

test("the demo's switch makes only the next run fail, and nothing is charged", async () => {
  await page.goto("/tools/ai-script");
  await page.getByLabel("What should it be about?").fill("A bridge at night");
  await page.getByRole("checkbox", { name: "Make the next run fail" }).check();
  await page.getByRole("button", { name: "Write · 2 credits" }).click();
  const result = page.getByRole("region", { name: "Result", exact: true });
  await expect(result.getByRole("alert")).toHaveText(
    "The run failed because the demo switch is on. You weren't charged. 2 credits are back.",
  );
  await expectAccessible(page);
  await expectHeader(102, null);
  await expect(page.getByRole("checkbox", { name: "Make the next run fail" })).not.toBeChecked();
  await page.getByRole("button", { name: "Write · 2 credits" }).click();
  await expect(result).toContainText("A script about: A bridge at night");
  await expect(result).toContainText("Used 2 credits: 2 activity. 100 left.");
  await expect(page.getByText(/^Demo(nstration)?$/)).toHaveCount(1);
  await expectAccessible(page);
});

test("a run makes as many pictures as were asked for, each different", async () => {
  await page.goto("/tools/ai-image");
  await page.getByLabel("What should it be about?").fill("A harbour in the fog");
  await page.getByRole("radio", { name: "3" }).check();
  await confirm("Paint · 12 credits");
  const result = page.getByRole("region", { name: "Result", exact: true });
  await expect(result.getByRole("link", { name: "Download" })).toHaveCount(3);
  await expect(result).toContainText("Used 12 credits: 12 purchased. 88 left.");
  const pictures = await result
    .getByRole("img")
    .evaluateAll((images) => images.map((image) => image.getAttribute("src")));
  expect(new Set(pictures).size).toBe(3);
  await expectAccessible(page);
});

/** Enough frames that there is time to look: the clip lasts seconds, and three minutes are held for. */
async function beginLongRun({ frames }: { frames: number }) {
  await page.goto("/tools/background-removal");
  const buffer = await drawClip(frames);
  await page.getByLabel(/Choose a clip/).setInputFiles({ name: "disc.webp", mimeType: "image/webp", buffer });
  await page.getByRole("radio", { name: "3" }).check();
  await confirm("Remove background · 6 credits");
  await expect(page.getByText("6 credits are on hold.")).toBeVisible();
}

async function confirm(button: string) {
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("dialog").getByRole("button", { name: button }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
}

async function expectHeader(available: number, held: string | null) {
  const balance = page.getByRole("banner").getByRole("link", { name: /credits/i });
  await expect(balance).toHaveText(new RegExp(`:${available}credits${held ?? ""}available`.replaceAll(" ", "\\s*")));
}

/** A disc that moves over a plain ground. */
async function drawClip(count: number) {
  const frames = await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const disc = `<svg width="480" height="480"><circle cx="${200 + (index * 40) / count}" cy="250" r="110" fill="#c8503c"/></svg>`;
      return sharp({ create: { width: 480, height: 480, channels: 3, background: "#7fa3b5" } })
        .composite([{ input: Buffer.from(disc) }])
        .removeAlpha()
        .raw()
        .toBuffer();
    }),
  );
  const raw = { width: 480, height: 480 * count, channels: 3, pageHeight: 480 } as const;
  return sharp(Buffer.concat(frames), { raw })
    .webp({ quality: 80, effort: 0, loop: 0, delay: Array.from({ length: count }, () => 100) })
    .toBuffer();
}
