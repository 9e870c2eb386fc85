import { randomUUID } from "node:crypto";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type NewPerson, signInQuietly } from "./new-person.ts";

// One buyer in one browser: what each test buys, the next one has.
test.describe.configure({ mode: "serial" });

type Cookies = Awaited<ReturnType<BrowserContext["storageState"]>>;
let signedIn: Cookies;
let buyer: NewPerson;
let page: Page;

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  buyer = await signInQuietly(page, "buyer");
  signedIn = await page.context().storageState();
});
test.afterAll(() => page.context().close());

test("a pack is chosen, paid, and arrives in the header without a reload", async () => {
  await openStore();
  await expect(page.getByText("Never expires").locator("visible=true")).toHaveCount(4);
  await expect(page.getByRole("radio", { name: /^100 credits About 25 images/ })).toBeAttached();
  await choose("500");
  await expect(page.locator("[aria-live=polite]").filter({ hasText: "500 credits for $19.99" })).toBeAttached();
  await expect(summary("You have")).toHaveText("You have 0");
  await expect(summary("Afterwards")).toHaveText("Afterwards 500");
  await page.getByRole("button", { name: "Pay $19.99 with Stripe" }).click();

  await expect(page.getByRole("heading", { name: "$19.99" })).toBeVisible();
  await expect(page.getByRole("banner")).toContainText("Demo");
  await page.getByRole("button", { name: "Pay", exact: true }).click();

  await expect(page.getByRole("heading", { name: "500 credits added" })).toBeFocused();
  await expectAvailable(500);
  await page.reload();
  await expect(page.getByRole("heading", { name: /500 credits added|Already added/ })).toBeVisible();
  await expectAvailable(500);
  const history = await page.request.get("/api/v1/transactions");
  expect((await history.json()).transactions).toMatchObject([{ type: "grant", amount: 500, version: 1 }]);
});

test("credits paid by a delayed bank payment arrive when it is paid", async () => {
  await openStore();
  await pay("$4.99");
  await page.getByRole("button", { name: "Pay later by bank" }).click();
  await expect(page.getByRole("heading", { name: "Payment pending" })).toBeVisible();
  await expectAvailable(500);
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));
  await expect(page.getByRole("heading", { name: "100 credits added" })).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
  await expectAvailable(600);
});

test("a declined card charges nothing; going back offers the same payment again, or cancelling it", async () => {
  await openStore();
  await choose("1,200");
  await pay("$39.99");
  await page.getByRole("button", { name: "Decline" }).click();
  await expect(page.getByRole("alert")).toContainText("Your card was declined. You weren't charged.");
  const address = page.url();
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.getByRole("heading", { name: "Payment cancelled" })).toBeVisible();
  await expectAvailable(600);

  await page.getByRole("link", { name: "Continue to payment" }).click();
  expect(page.url()).toBe(address);
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("link", { name: "Choose a pack" }).click();
  await expect(page.getByText("You have an unfinished payment")).toBeVisible();
  await expect(packs().getByRole("radio", { checked: true })).toHaveAccessibleName(/^1,200 credits/);
  await page.getByRole("button", { name: "Cancel the order for 1,200 credits" }).click();
  await expect(page.getByRole("heading", { name: "Order cancelled" })).toBeVisible();
  await page.goto(address);
  await expect(page.getByRole("heading", { name: "This page has expired" })).toBeVisible();
  await expectAvailable(600);
});

test("with JavaScript off the form buys, and sending it twice is one order", async ({ browser }) => {
  const plain = await newBrowser(browser, { javaScriptEnabled: false });
  await plain.goto("/profile/credits/store");
  await plain.getByRole("radio", { name: /^100 credits/ }).check({ force: true });
  const sent = plain.waitForRequest((request) => request.method() === "POST");
  await plain.getByRole("button", { name: "Pay $4.99 with Stripe" }).click();
  const form = await sent;
  const again = await plain.request.fetch(form, { headers: await form.allHeaders(), maxRedirects: 0 });
  expect(again.status()).toBe(303);
  expect(again.headers().location).toBe(plain.url());
  await plain.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(plain.getByRole("heading", { name: "100 credits added" })).toBeVisible();
  await expectAvailable(700);
  await plain.context().close();
});

test("two tabs that buy the same pack lead to one payment, which cannot be paid twice", async () => {
  const other = await page.context().newPage();
  await openStore();
  await other.goto("/profile/credits/store");
  await Promise.all([pay("$4.99"), pay("$4.99", other)]);
  expect(other.url()).toBe(page.url());
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(page.getByRole("heading", { name: "100 credits added" })).toBeVisible();
  await other.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(other.getByRole("heading", { name: "This payment is complete" })).toBeVisible();
  await other.close();
  await expectAvailable(800);
});

test("two parallel calls with one key create one order and one payment page", async () => {
  await openStore();
  const key = randomUUID();
  const call = () =>
    page.request.post("/api/v1/checkouts", {
      data: { pack: "pack-3000" },
      headers: { "Idempotency-Key": key, Origin: new URL(page.url()).origin },
    });
  const [one, two] = await Promise.all([call(), call()]);
  expect([one.status(), two.status()]).toEqual([201, 201]);
  expect(await two.json()).toEqual(await one.json());
});

test("a user without enough credits for a task sees how many are missing, and gets back to it", async () => {
  await page.goto("/profile/credits/store?feature=ai-portrait-animation&need=18");
  await expect(page.getByText("You need 18 more credits for AI portrait animation.")).toBeVisible();
  await expect(packs().getByRole("radio", { checked: true })).toHaveAccessibleName(/^100 credits Covers your task/);
  await pay("$4.99");
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await page.getByRole("link", { name: "Back to your task" }).click();
  await expect(page).toHaveURL("/tools/ai-portrait-animation");
  await expectAvailable(900);
});

test("buying works by keyboard alone", async () => {
  await openStore();
  await packs().getByRole("radio", { checked: true }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Pay $19.99 with Stripe" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "$19.99" })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "500 credits added" })).toBeVisible();
});

test("on a phone each pack is a row, and the pay button is above the tabs", { tag: "@all" }, async ({ browser }) => {
  const phone = await newBrowser(browser, { viewport: { width: 360, height: 780 } });
  await phone.goto("/profile/credits/store");
  const rows = await Promise.all(
    (await packs(phone).getByRole("radio").all()).map((radio) => radio.locator("..").boundingBox()),
  );
  expect(new Set(rows.map((row) => row?.x)).size).toBe(1);
  for (const row of rows) expect(row?.height).toBeGreaterThanOrEqual(44);
  const button = await phone.getByRole("button", { name: /^Pay / }).boundingBox();
  const tabs = await phone.getByRole("navigation", { name: "Main" }).last().boundingBox();
  expect(button?.height).toBeGreaterThanOrEqual(44);
  expect((button?.y ?? 0) + (button?.height ?? 0)).toBeLessThanOrEqual(tabs?.y ?? 0);
  await phone.setViewportSize({ width: 320, height: 640 });
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await phone.context().close();
});

test("another user's order is not found", async ({ browser }) => {
  const stranger = await browser.newPage();
  const order = /orders\/[\w-]+/.exec(await orderAddress())?.[0];
  await stranger.goto("/sign-in");
  await stranger.request.post("/api/demo/sign-in", {
    form: { person: "omar" },
    headers: { Origin: new URL(stranger.url()).origin },
  });
  const answer = await stranger.goto(`/profile/credits/store/${order}`);
  expect(answer?.status()).toBe(404);
  await expect(stranger.getByText(buyer.email)).toHaveCount(0);
  await stranger.close();
});

async function newBrowser(browser: Browser, options: Parameters<Browser["newContext"]>[0]) {
  const context = await browser.newContext({ ...options, storageState: signedIn });
  return await context.newPage();
}

async function openStore() {
  await page.goto("/profile/credits/store");
  await expect(page.getByRole("heading", { name: "Get credits" })).toBeVisible();
}

async function choose(credits: string) {
  await page.getByText(credits, { exact: true }).first().click();
  await expect(packs().getByRole("radio", { checked: true })).toHaveAccessibleName(new RegExp(`^${credits} credits`));
}

async function pay(price: string, tab = page) {
  await tab.getByRole("button", { name: `Pay ${price} with Stripe` }).click();
  await tab.waitForURL(/\/demo\/stripe\/pay\//);
}

function packs(tab = page) {
  return tab.getByRole("group", { name: "Choose a pack" });
}

function summary(label: string) {
  return page.locator("form").getByText(label).locator("visible=true");
}

async function orderAddress() {
  await openStore();
  await pay("$4.99");
  await page.getByRole("button", { name: "Back" }).click();
  await page.waitForURL(/\/orders\//);
  return page.url();
}

async function expectAvailable(available: number) {
  if (page.url().includes("/demo/")) await page.goto("/profile/credits");
  const chip = page.getByRole("banner").getByRole("link", { name: /^Credits: / });
  await expect(chip).toHaveAccessibleName(`Credits: ${available.toLocaleString("en")} available, live`);
}
