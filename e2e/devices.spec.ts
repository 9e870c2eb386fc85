import { expect, type Page, test } from "@playwright/test";
import { askForTooMuch, desktop, expectEverywhere, openLab, phone } from "./lab-page.ts";
import { type NewPerson, spendElsewhere } from "./new-person.ts";

/** How many spends follow each other. */
const rounds = process.env.E2E_ALL ? 21 : 6;

test("a spend on the phone shows on the web and the desktop, and a purchase on the web on both", async ({
  page,
  context,
}) => {
  await openLab(page);
  const web = await context.newPage();
  await web.goto("/profile/credits");
  const header = web.getByRole("banner").getByRole("link", { name: /^Credits: / });
  await expect(header).toHaveAccessibleName("Credits: 135 available, live");
  for (const each of [page, web]) await each.evaluate(() => document.body.setAttribute("data-same-page", "yes"));

  await phone(page).getByRole("button", { name: "Create" }).click();
  await phone(page)
    .getByRole("button", { name: /^AI portrait animation/ })
    .click();
  await expectEverywhere(page, 110);
  await expect(header).toHaveAccessibleName(/^Credits: 110 available/);
  await expect(phone(page).getByText("Done. 25 credits used.")).toBeVisible();
  await expectEverywhere(page, 110);
  await desktop(page)
    .getByRole("button", { name: /^Profile/ })
    .click();
  await expect(
    desktop(page)
      .getByRole("list", { name: /^Kinds/ })
      .getByRole("listitem"),
  ).toHaveText(["subscription0", "activity10", "purchased100"]);

  const store = await context.newPage();
  await store.goto("/profile/credits/store");
  await store.getByRole("radio", { name: /^100 credits/ }).check({ force: true });
  await store.getByRole("button", { name: "Pay $4.99 with Stripe" }).click();
  await store.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(store.getByRole("heading", { name: "100 credits added" })).toBeVisible();
  await expectEverywhere(page, 210);
  await expect(header).toHaveAccessibleName(/^Credits: 210 available/);
  for (const each of [page, web]) await expect(each.locator("body")).toHaveAttribute("data-same-page", "yes");
});

test.describe("one lab, step by step", () => {
  // Opening it signs three devices in: each test continues with the numbers of the one before.
  test.describe.configure({ mode: "serial" });
  let page: Page;
  let person: NewPerson;

  test.beforeAll(async ({ browser }) => {
    page = await browser.newPage();
    person = await openLab(page);
  });
  test.afterAll(() => page.close());

  test("the desktop says which credits it will use, in order, and what is left", async () => {
    await desktop(page)
      .getByRole("button", { name: /^AI portrait animation/ })
      .click();
    const dialog = desktop(page).getByRole("dialog", { name: "AI portrait animation" });
    await expect(dialog.getByRole("list").getByRole("listitem")).toHaveText([
      "First: subscription20",
      "Then: activity5",
    ]);
    await expect(dialog).toContainText("Left after110");
    await expect(dialog).toContainText("If the run fails, you aren't charged.");
    await dialog.getByRole("button", { name: "Animate · 25 credits" }).click();
    await expect(desktop(page).getByText("Done. 25 credits used.")).toBeVisible();
    await expectEverywhere(page, 110);
  });

  test("a phone without a network keeps its number, says how old it is, and catches up automatically", async () => {
    await phone(page).getByLabel("Offline").check();
    await expect(phone(page).getByText(/^Reconnecting\. \d+ seconds? old$/)).toBeVisible();
    await spendElsewhere(person, "ai-portrait-animation");
    await expect(desktop(page).getByRole("button", { name: "Profile 85 credits to use" })).toBeVisible();
    await expect(phone(page).getByText("110", { exact: true })).toBeVisible();
    await phone(page).getByLabel("Offline").uncheck();
    await expect(phone(page).getByText("85", { exact: true })).toBeVisible();
    await expect(phone(page).getByText("Same on all your devices")).toBeVisible();
  });

  test("an app that is too old shows and uses no credits; a newer version of the same device does", async () => {
    await desktop(page).getByLabel("Version").selectOption("5.9");
    await phone(page).getByLabel("Version").selectOption("11.6.9");
    await expect(
      desktop(page).getByText("Version 5.9 is too old to use credits. Update to 6.0 or newer"),
    ).toBeVisible();
    await expect(phone(page).getByText("Version 11.6.9 is too old to use credits. Update to 11.7.0")).toBeVisible();
    for (const device of [desktop(page), phone(page)]) {
      await expect(device.getByRole("link", { name: /^AI portrait animation/ })).toHaveAttribute(
        "href",
        /project=beach/,
      );
      await expect(device.getByRole("button", { name: /^AI portrait animation/ })).toHaveCount(0);
    }
    await expect(phone(page).getByRole("button", { name: /^Background removal/ })).toContainText(
      "Free, on this device",
    );
    await phone(page).getByRole("button", { name: "Profile" }).click();
    await expect(phone(page).getByRole("button", { name: "Credits" })).toHaveCount(0);

    await desktop(page).getByLabel("Version").selectOption("6.0");
    await phone(page).getByLabel("Version").selectOption("11.7.0");
    await expect(phone(page).getByRole("button", { name: "Credits 85" })).toBeVisible();
    await expect(desktop(page).getByRole("button", { name: "Profile 85 credits to use" })).toBeVisible();
  });

  test("alternating spends on the phone and the desktop each show in all three places", async () => {
    await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));
    await phone(page).getByRole("button", { name: "Create" }).click();
    for (let round = 0; round < rounds; round += 1) {
      const device = round % 2 === 1 ? phone(page) : desktop(page);
      let use = device.getByRole("button", { name: /^AI script generation/ });
      if (round % 2 === 0) {
        await use.click();
        use = device.getByRole("dialog").getByRole("button", { name: "Write · 2 credits" });
      }
      await use.click();
      await expectEverywhere(page, 83 - 2 * round);
      await expect(device.getByText("Done. 2 credits used.")).toBeVisible();
    }
    await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
  });
});

test("insufficient credits are explained on both, and a run that fails costs nothing", async ({ page }) => {
  const { dialog } = await askForTooMuch(page, "lab");
  await expect(dialog.getByRole("link", { name: "Get credits on the web" })).toHaveAttribute("href", /store\?.*need=5/);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(desktop(page).getByRole("button", { name: /^AI portrait animation/ })).toBeFocused();

  await phone(page).getByRole("button", { name: "Create" }).click();
  await phone(page)
    .getByRole("button", { name: /^AI portrait animation/ })
    .click();
  await expect(phone(page).getByText("This costs 25 credits, and you have 20 left. Nothing was used.")).toBeVisible();

  await phone(page).getByLabel("Make the next run fail").check();
  await phone(page)
    .getByRole("button", { name: /^Smart cutout/ })
    .click();
  await expect(phone(page).getByText("The run failed. You weren't charged.")).toBeVisible();
  await expectEverywhere(page, 20);
  await expect(phone(page).getByLabel("Make the next run fail")).not.toBeChecked();
  await phone(page).getByLabel("Version").selectOption("11.7.0");
  await expect(phone(page).getByText("The run failed. You weren't charged.")).toBeHidden();
});

test("signing out the page leaves the devices signed in, and signing out one device leaves the other signed in", {
  tag: "@all",
}, async ({ page, context }) => {
  const person = await openLab(page);
  const other = await context.newPage();
  await other.goto("/profile");
  await other.getByRole("main").getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByText("This browser is signed out.")).toBeVisible();
  await spendElsewhere(person, "ai-portrait-animation");
  await expect(phone(page).getByText("110", { exact: true })).toBeVisible();
  await expect(desktop(page).getByRole("button", { name: "Profile 110 credits to use" })).toBeVisible();

  await phone(page).getByRole("button", { name: "Profile" }).first().click();
  await phone(page).getByRole("button", { name: "Sign out of this phone" }).click();
  await expect(phone(page).getByText("This device is signed out")).toBeVisible();
  await spendElsewhere(person, "smart-cutout");
  await expect(desktop(page).getByRole("button", { name: "Profile 105 credits to use" })).toBeVisible();

  const log = page.getByRole("region", { name: "Calls and events, newest first" });
  await expect(log.getByText("DELETE /api/v1/session")).toBeVisible();
  await expect(log).not.toContainText("pdt_");
});

test("a signed-out phone signs in with a code typed on the web, and shows the same number again", {
  tag: "@all",
}, async ({ page, context }) => {
  await openLab(page);
  await phone(page).getByRole("button", { name: "Profile" }).first().click();
  await phone(page).getByRole("button", { name: "Sign out of this phone" }).click();
  await phone(page).getByRole("button", { name: "Sign in with a code" }).click();
  const code = await phone(page)
    .getByRole("status")
    .filter({ hasText: /^[A-Z]{4}-[A-Z]{4}$/ })
    .textContent();
  const web = await context.newPage();
  await web.goto(
    (await phone(page)
      .getByRole("link", { name: /device$/ })
      .getAttribute("href")) ?? "",
  );
  await web.getByLabel("Code on your device").fill(code ?? "");
  await web.getByRole("button", { name: "Continue" }).click();
  await web.getByRole("button", { name: "Approve" }).click();
  await expect(phone(page).getByRole("button", { name: "Credits 135" })).toBeVisible();
  const log = page.getByRole("region", { name: "Calls and events, newest first" });
  await expect(log.getByText("POST /api/oauth/token").first()).toBeVisible();
  await expect(log).not.toContainText("pdt_");
});
