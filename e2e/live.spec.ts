import { expect, type Page, test } from "@playwright/test";
import { callAsService, grantTo, signInNewPerson, spendElsewhere } from "./new-person.ts";

test("numbers and lists update without a reload, and say so when they cannot", async ({ page, context }) => {
  const person = await signInNewPerson(page, "live");
  await expect(page.getByRole("heading", { name: "No credits yet" })).toBeVisible();
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));

  await grantTo(person, "activity", 10);
  await grantTo(person, "purchased", 100);
  await expect(chip(page)).toHaveAccessibleName("Credits: 110 available, live");
  const total = page.getByRole("region", { name: "Available now" });
  await expect(total.getByRole("listitem")).toHaveText([/Subscription.*0$/, /Activity.*10$/, /Purchased.*100$/]);
  await expect(page.getByRole("table", { name: "Batches" }).getByRole("row")).toHaveCount(3);

  await spendElsewhere(person, "ai-portrait-animation");
  await expect(chip(page)).toHaveAccessibleName("Credits: 85 available, live");
  await expect(page.getByRole("table", { name: "Latest" }).getByRole("row").nth(1)).toContainText(
    "AI portrait animation",
  );
  await expect(page.getByRole("status").filter({ hasText: "Balance 85 credits" })).toBeAttached();

  await context.setOffline(true);
  await expect(chip(page)).toHaveAccessibleName(/^Credits: 85 available, Not connected\. Numbers from \d\d:\d\d\.$/);
  await spendElsewhere(person, "smart-cutout");
  await expect(chip(page)).toHaveAccessibleName(/85 available/);
  await context.setOffline(false);
  await expect(chip(page)).toHaveAccessibleName("Credits: 80 available, live");
  await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
});

test("while no stream gets through, page and devices poll every 15 seconds and say so", async ({ page, context }) => {
  const person = await signInNewPerson(page, "polling");
  await grantTo(person, "purchased", 100);
  await expect(chip(page)).toHaveAccessibleName("Credits: 100 available, live");
  await context.route("**/api/v1/balance/events", (route) => route.abort());
  await page.clock.install();
  await page.reload();
  await expect(chip(page)).toHaveAccessibleName("Credits: 100 available, updating every 15 seconds");
  await page.goto("/devices-lab");
  const web = page.getByRole("region", { name: /^Web: / });
  const desktop = page.getByRole("region", { name: /^Desktop / });
  const phone = page.getByRole("region", { name: /^Mobile / });
  await desktop.getByRole("button", { name: /^Profile/ }).click();
  for (const place of [web, desktop, phone]) await expect(place).toContainText("Updating every 15 seconds");

  await spendElsewhere(person, "ai-portrait-animation");
  await page.clock.fastForward(15_000);
  for (const place of [web, desktop, phone]) await expect(place).toContainText("75");
  await context.unroute("**/api/v1/balance/events");
  await page.clock.fastForward(15_000);
  await expect(web).toContainText("Live");
  for (const place of [desktop, phone]) await expect(place).toContainText("Same on all your devices");
});

test("a translated page shows the new numbers", async ({ page }) => {
  const person = await signInNewPerson(page, "translated");
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  await grantTo(person, "subscription", 20);
  await grantTo(person, "activity", 15);
  await grantTo(person, "purchased", 100);
  const total = page.getByRole("region", { name: "Available now" });
  await expect(total.getByRole("listitem")).toHaveText([/Subscription.*20$/, /Activity.*15$/, /Purchased.*100$/]);
  await translate(page);
  await callAsService(person.origin, "/api/v1/holds", { feature: "ai-portrait-animation" }, person.account);

  await expect(chip(page)).toHaveAccessibleName("Credits: 110 25 on hold available, live");
  await expect(chip(page)).toContainText("110");
  await expect(chip(page)).toContainText("25 on hold");
  await expect(total).toContainText("110");
  await expect(total).toContainText(/25.*on hold/);
  await expect(total.getByRole("listitem")).toHaveText([/Subscription.*0$/, /Activity.*10$/, /Purchased.*100$/]);
  await expect(page.getByRole("table", { name: "Batches" }).getByRole("row")).toHaveText([/./, /10$/, /100$/]);

  await page.goto("/profile/credits/store");
  await expect(chip(page)).toHaveAccessibleName(/live$/);
  await translate(page);
  await spendElsewhere(person, "smart-cutout");
  for (const number of ["105", "205"]) {
    await expect(page.getByRole("main").getByText(number, { exact: true }).locator("visible=true")).toBeVisible();
  }
  expect(errors).toEqual([]);
});

/** Replaces text nodes as a translator of pages does, which leaves alone what is not to be translated. */
async function translate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Node[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      const parent = text.parentElement;
      if (!parent || !text.nodeValue?.trim() || parent.closest("script, style, noscript, [translate=no]")) continue;
      const font = document.createElement("font");
      font.append(text.nodeValue);
      parent.replaceChild(font, text);
    }
  });
}

test("the first HTML of Credits holds the total and the kinds", async ({ page }) => {
  const person = await signInNewPerson(page, "html");
  await grantTo(person, "subscription", 20);
  await grantTo(person, "activity", 15);
  await grantTo(person, "purchased", 100);
  const html = (await (await page.goto("/profile/credits"))?.text()) ?? "";
  const words = html
    .replaceAll(/<script.*?<\/script>/gs, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");
  expect(words, "of a person without a plan").not.toMatch(/your plan/i);
  expect(words).toContain("A plan adds new credits every month. See plans");
  expect(words).toMatch(/Available now 135 .*Subscription .* 20 .*Activity .* 15 .*Purchased .* 100 /);
});

test("a page whose session has ended says so at once, and signing in leads back to it", async ({ page, context }) => {
  await signInNewPerson(page, "ended");
  await expect(chip(page)).toHaveAccessibleName(/live$/);
  const other = await context.newPage();
  await other.goto("/profile");
  await other.getByRole("main").getByRole("button", { name: "Sign out", exact: true }).click();

  const notice = page.getByRole("main").getByRole("alert");
  await expect(notice).toContainText("You're signed out");
  await expect(chip(page)).toHaveAccessibleName("Credits: Signed out");
  await expect(page.getByRole("region", { name: "Available now" })).toBeHidden();
  await expect(notice.getByRole("link", { name: "Sign in" })).toHaveAttribute(
    "href",
    "/sign-in?next=%2Fprofile%2Fcredits",
  );
});

function chip(page: Page) {
  return page.getByRole("banner").getByRole("link", { name: /^Credits: / });
}

test("all pages of a browser share one stream, and when its page closes another takes over", async ({
  page,
  context,
}) => {
  const person = await signInNewPerson(page, "together");
  await grantTo(person, "purchased", 100);
  const streams = new Set<Page>();
  context.on("request", (request) => {
    if (!request.url().endsWith("/api/v1/balance/events")) return;
    streams.add(request.frame().page());
  });
  await page.reload();
  await expect(chip(page)).toHaveAccessibleName("Credits: 100 available, live");
  const others = [await context.newPage(), await context.newPage()];
  for (const other of others) {
    await other.goto("/tools");
    await expect(chip(other)).toHaveAccessibleName("Credits: 100 available, live");
  }
  await spendElsewhere(person, "smart-cutout");
  for (const one of [page, ...others]) {
    await expect(chip(one)).toHaveAccessibleName("Credits: 95 available, live");
  }
  expect([...streams]).toEqual([page]);

  await page.close();
  await expect.poll(() => streams.size).toBe(2);
  await spendElsewhere(person, "smart-cutout");
  for (const other of others) await expect(chip(other)).toHaveAccessibleName("Credits: 90 available, live");
  expect(streams.size).toBe(2);
});
