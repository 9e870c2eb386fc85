import { expect, type Locator, type Page, test } from "@playwright/test";
import { desktop, expectEverywhere, openLab } from "./lab-page.ts";
import { grantTo, signInQuietly, spendElsewhere } from "./new-person.ts";

const run = "Animate · 25 credits";

test("on the web the open dialog follows a spend elsewhere, and disables its button while something new is to read", async ({
  page,
}) => {
  const person = await signInQuietly(page, "follows");
  await grantTo(person, "activity", 30);
  await grantTo(person, "purchased", 100);
  const dialog = await askOnWeb(page);
  await expect(uses(dialog)).toHaveText([/^First: activity25/]);
  await grantTo(person, "activity", 5);
  await expect(figure(dialog, "Available")).toContainText("135");
  await expect(dialog.getByRole("alert")).toHaveCount(0);

  await watchButtons(dialog);
  await spendElsewhere(person, "smart-cutout");
  await spendElsewhere(person, "smart-cutout");
  await spendElsewhere(person, "smart-cutout");
  await expect(uses(dialog)).toHaveText([/^First: activity20/, /^Then: purchased5/]);
  await expect(figure(dialog, "Available")).toContainText("120");
  await expect(figure(dialog, "Left after")).toContainText("95");
  await expect(dialog.getByRole("alert")).toContainText("Nothing was used. Please check again.");
  await expect(dialog).toHaveAttribute("data-held-back", run);
  await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
  await dialog.getByRole("button", { name: run }).click();
  await expect(page.getByText("Used 25 credits: 20 activity, then 5 purchased. 95 left.")).toBeVisible();
});

test("a dialog on the web that got no update asks again before purchased credits are used", async ({ page }) => {
  const person = await signInQuietly(page, "follows");
  await grantTo(person, "activity", 30);
  await grantTo(person, "purchased", 100);
  await hearNothing(page);
  const dialog = await askOnWeb(page);
  await expect(uses(dialog)).toHaveText([/^First: activity25/]);
  await spendElsewhere(person, "smart-cutout");
  await spendElsewhere(person, "smart-cutout");
  await expect(uses(dialog)).toHaveText([/^First: activity25/]);
  await watchButtons(dialog);
  await dialog.getByRole("button", { name: run }).click();
  await expect(dialog.getByRole("alert")).toContainText("You weren't charged. Please check again.");
  await expect(uses(dialog)).toHaveText([/^First: activity20/, /^Then: purchased5/]);
  await expect(figure(dialog, "Available")).toContainText("120");
  await expect(dialog).toHaveAttribute("data-held-back", run);
  await dialog.getByRole("button", { name: run }).click();
  await expect(page.getByText("Used 25 credits: 20 activity, then 5 purchased. 95 left.")).toBeVisible();
});

test("credits bought meanwhile turn the link to the store into the button, and an open dialog follows a shortfall", {
  tag: "@all",
}, async ({ page }) => {
  const person = await signInQuietly(page, "follows");
  await grantTo(person, "purchased", 20);
  await page.goto("/tools/ai-portrait-animation");
  await expect(page.getByRole("link", { name: "Get 5 more credits" })).toBeVisible();
  await grantTo(person, "purchased", 100);
  await expect(page.getByRole("link", { name: "Get 5 more credits" })).toHaveCount(0);
  const dialog = await askOnWeb(page);
  await expect(uses(dialog)).toHaveText([/^First: purchased25/]);
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await spendElsewhere(person, "ai-portrait-animation");
  await spendElsewhere(person, "ai-portrait-animation");
  await spendElsewhere(person, "ai-portrait-animation");
  await spendElsewhere(person, "ai-portrait-animation");
  await expect(dialog.getByRole("alert")).toHaveText("You need 5 more credits");
});

test("on the desktop the open dialog follows a spend elsewhere, and says that it did", { tag: "@all" }, async ({
  page,
}) => {
  const person = await openLab(page);
  const dialog = await askOnDesktop(page);
  await watchButtons(dialog);
  await spendElsewhere(person, "ai-portrait-animation");
  await expect(uses(dialog)).toHaveText(["First: activity10", "Then: purchased15"]);
  await expect(figure(dialog, "Available")).toContainText("110");
  await expect(dialog.getByRole("alert")).toContainText("Nothing was used.");
  await expect(dialog).toHaveAttribute("data-held-back", run);
  await dialog.getByRole("button", { name: run }).click();
  await expect(desktop(page).getByText("Done. 25 credits used.")).toBeVisible();
  await expectEverywhere(page, 85);
});

test("a desktop that got no update asks again before purchased credits are used", { tag: "@all" }, async ({ page }) => {
  const person = await openLab(page);
  await hearNothing(page);
  // Another version is another client: it has received nothing yet.
  await desktop(page).getByLabel("Version").selectOption("6.0");
  const dialog = await askOnDesktop(page);
  await spendElsewhere(person, "ai-portrait-animation");
  await expect(uses(dialog)).toHaveText(["First: subscription20", "Then: activity5"]);
  await dialog.getByRole("button", { name: run }).click();
  await expect(dialog.getByRole("alert")).toContainText("Nothing was used.");
  await expect(uses(dialog)).toHaveText(["First: activity10", "Then: purchased15"]);
  await dialog.getByRole("button", { name: run }).click();
  await expect(desktop(page).getByText("Done. 25 credits used.")).toBeVisible();
});

/** Neither a stream nor a poll gets through. */
async function hearNothing(page: Page): Promise<void> {
  await page.route(/\/api\/v1\/balance(\/events)?$/, (route) => route.abort());
}

async function askOnWeb(page: Page): Promise<Locator> {
  await page.goto("/tools/ai-portrait-animation");
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));
  await page.getByRole("radio", { name: /Edda/ }).check();
  await page.getByRole("button", { name: run }).click();
  const dialog = page.getByRole("dialog");
  await expect(figure(dialog, "Available").or(dialog.getByRole("alert")).first()).toBeVisible();
  return dialog;
}

async function askOnDesktop(page: Page): Promise<Locator> {
  await desktop(page)
    .getByRole("button", { name: /^AI portrait animation/ })
    .click();
  const dialog = desktop(page).getByRole("dialog", { name: "AI portrait animation" });
  await expect(uses(dialog)).toHaveText(["First: subscription20", "Then: activity5"]);
  return dialog;
}

function uses(dialog: Locator): Locator {
  return dialog.getByRole("list", { name: "Which credits are used, in order" }).locator("> li");
}

function figure(dialog: Locator, name: string): Locator {
  return dialog.getByText(name, { exact: true }).locator("xpath=..");
}

/**
 * Records, for a dialog from now on, which button is disabled at the moment when purchased credits appear in it.
 * Once this resolves it is watching: what happens next is not missed.
 */
async function watchButtons(dialog: Locator): Promise<void> {
  await dialog.evaluate((node) => {
    const look = () => {
      if (node.hasAttribute("data-held-back") || !node.textContent.includes("Then: purchased")) return;
      node.setAttribute("data-held-back", node.querySelector("button[aria-disabled=true]")?.textContent ?? "none");
    };
    new MutationObserver(look).observe(node, { childList: true, subtree: true });
  });
}
