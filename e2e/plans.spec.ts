import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./expect-accessible.ts";
import { grantTo, type NewPerson, signInQuietly } from "./new-person.ts";
import { findSmallTargets } from "./page-sight.ts";
import { subscribe } from "./subscribe.ts";
import { joinDatabase } from "./the-product.ts";

test("a person subscribes to Pro on a phone and watches the credits arrive; the next month brings new ones and leaves what was bought", async ({
  browser,
}) => {
  const phone = await browser.newContext({ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true });
  const page = await phone.newPage();
  const person = await signInQuietly(page, "pro");
  await grantTo(person, "purchased", 100);
  await page.goto("/profile/credits");
  await page.getByRole("link", { name: "See plans" }).click();
  await page.getByRole("radio", { name: /^Yearly/ }).check();
  await expect(page.getByText("$95.88").locator("visible=true").first()).toBeVisible();
  await page.getByRole("radio", { name: "Monthly" }).check();
  const terms = page.getByRole("region", { name: "Before you pay" });
  await expect(terms.getByRole("listitem").filter({ visible: true })).toContainText([
    /^Today20 credits, usable until .*\$0\.00$/,
    /then every month1,200 credits\$9\.99$/,
    /^Cancel under Billing before .* and you pay nothing\.$/,
    "expire shortly after that month",
    "One trial per person and card",
  ]);
  expect(await findSmallTargets(page)).toEqual([]);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.getByRole("button", { name: "Start 7-day free trial" }).click();
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.getByRole("heading", { name: "Not subscribed yet" })).toBeVisible();
  const orderPage = page.url();
  await page.getByRole("link", { name: "Continue to payment" }).click();

  // The return page is open in another tab, and follows the order without a reload.
  const other = await phone.newPage();
  await other.goto(orderPage.replace("?back=1", ""));
  await expect(other.getByRole("heading", { name: "Confirming your plan…" })).toBeVisible();
  await other.evaluate(() => document.body.setAttribute("data-same-page", "yes"));
  await page.getByRole("button", { name: "Subscribe" }).click();
  await expect(page.getByRole("heading", { name: "20 credits added" })).toBeVisible();
  await expect(other.getByRole("heading", { name: "20 credits added" })).toBeVisible();
  await expect(other.locator("body")).toHaveAttribute("data-same-page", "yes");
  await expectAccessible(page);

  await page.goto("/profile/credits/store/plans");
  await expect(page.getByRole("heading", { name: "You have Pro" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Your plan" })).toHaveAttribute("aria-current", "true");
  await expect(page.getByRole("button", { name: /Stripe/ })).toHaveCount(0);

  // The trial's credits end, the month's are there, and what was bought stays.
  await page.goto("/profile/credits");
  await atStripe(other, person, "Next month");
  await expectKinds(page, { subscription: "1,200", purchased: "100" });
  await expect(page.getByText("1,200 more", { exact: true })).toBeVisible();
  await phone.close();
});

test("a payment that fails shows a banner that leads to the invoice; once it is paid, it says so and the credits are there", async ({
  page,
}) => {
  const person = await signInQuietly(page, "due");
  await subscribe(page);
  const stripe = await page.context().newPage();
  await atStripe(stripe, person, "Payment fails");
  await atStripe(stripe, person, "Next month");
  await expect.poll(() => statusOf(person)).toBe("past_due");

  await page.goto("/profile/credits");
  await expect(page.getByRole("heading", { name: "Your payment for Pro is past due" })).toBeVisible();
  await expectAccessible(page);
  const [invoice] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("link", { name: "Pay the invoice" }).click(),
  ]);
  await invoice.getByRole("button", { name: "Pay $9.99" }).click();
  await expect(invoice.getByText("Paid", { exact: true })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Your payment was received" })).toBeVisible();
  await expectKinds(page, { subscription: "1,200", purchased: "0" });
  await invoice.goto("/profile/credits/store/plans/invoice");
  await expect(invoice.getByRole("heading", { name: "Nothing to pay" })).toBeVisible();
});

test("with JavaScript off a year is subscribed to, and sending the form twice is one order", async ({ browser }) => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await plain.newPage();
  const person = await signInQuietly(page, "plain");
  await page.goto("/profile/credits/store");
  await page.getByRole("radio", { name: /^Yearly/ }).check();
  await page.getByRole("link", { name: "Choose Pro" }).click();
  await expect(page.getByRole("radio", { name: /^Yearly/ })).toBeChecked();
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await page.getByRole("button", { name: "Start 7-day free trial" }).click();
  const form = await sent;
  const again = await page.request.fetch(form, { headers: await form.allHeaders(), maxRedirects: 0 });
  expect([again.status(), again.headers().location]).toEqual([303, page.url()]);
  await page.getByRole("button", { name: "Subscribe" }).click();
  await expect(page.getByRole("heading", { name: "20 credits added" })).toBeVisible();
  await expect(page.getByText("You now have")).toHaveText("You now have 20");

  const stranger = await browser.newPage();
  await signInQuietly(stranger, "stranger");
  const [order] = await (await joinDatabase())`select id from plan_orders where user_id = ${person.account}`;
  expect((await stranger.goto(`/profile/credits/store/plans/orders/${order?.id}`))?.status()).toBe(404);
  expect((await stranger.request.get(`/api/v1/orders/${order?.id}`)).status()).toBe(404);

  // The trial ends, the year is paid, and its months come one after the other: each ends before the next.
  const stripe = await browser.newPage();
  for (const [granted, waiting] of [
    [2, 11],
    [3, 10],
  ]) {
    await atStripe(stripe, person, "Next month");
    expect(await monthsOf(person)).toMatchObject({ granted, waiting });
    await page.goto("/profile/credits");
    await expectKinds(page, { subscription: "1,200", purchased: "0" });
  }
  await plain.close();
});

/** Presses a button of the demonstration's panel, on the page of the person's first invoice. */
async function atStripe(page: Page, { account }: NewPerson, button: string) {
  const [invoice] = await (await joinDatabase())`select i.id from plan_invoices i join subscriptions s
    on s.id = i.subscription_id where s.user_id = ${account} order by i.created_at limit 1`;
  await page.goto(`/demo/stripe/invoice/${invoice?.id}`);
  await page.getByRole("button", { name: button }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

async function statusOf({ account }: NewPerson) {
  const [row] = await (await joinDatabase())`select status from subscriptions where user_id = ${account}`;
  return row?.status;
}

async function monthsOf({ account }: NewPerson) {
  const [row] = await (await joinDatabase())`select count(done_at)::int as granted,
    (count(*) - count(done_at))::int as waiting from plan_months where account_id = ${account}`;
  return row;
}

/** The amount follows the batch's end without a space, and an end in another year ends with its four digits. */
async function expectKinds(page: Page, { subscription, purchased }: { subscription: string; purchased: string }) {
  const kinds = page.getByRole("region", { name: "Available now" }).getByRole("list").getByRole("listitem");
  await expect(kinds).toHaveText([
    new RegExp(`Subscription.*(?:\\D|20\\d\\d)${subscription}$`),
    /Activity/,
    new RegExp(`Purchased.*\\D${purchased}$`),
  ]);
}
