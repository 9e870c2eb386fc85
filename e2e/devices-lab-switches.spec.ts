import { expect, type Locator, type Page, test } from "@playwright/test";
import { grantTo, type NewPerson, signInQuietly, spendElsewhere } from "./new-person.ts";

/** What a slow network adds to each call and each event. */
const slowMs = 1_500;

test("on a slow network the phone's calls and updates from elsewhere are delayed", { tag: "@all" }, async ({
  page,
}) => {
  const person = await openLab(page);
  await phone(page).getByLabel("Slow network").check();
  await expect(phone(page).getByText("Slow", { exact: true })).toBeVisible();
  const shownAt = await watchNumbers(page);
  await spendElsewhere(person, "ai-portrait-animation");
  await expect(phone(page).getByText("75", { exact: true })).toBeVisible();
  const { desktop: first, mobile: last } = await shownAt();
  expect(last - first).toBeGreaterThan(slowMs - 300);

  await phone(page).getByRole("button", { name: "Create" }).click();
  await use(phone(page), "Smart cutout");
  await expect(phone(page).getByText("Starting")).toBeVisible();
  await expect(phone(page).getByText("Done. 5 credits used.")).toBeVisible();
  expect(await msOf(logLine(page, "Mobile", "POST /api/v1/runs", "202").first())).toBeGreaterThanOrEqual(slowMs);
  await use(desktop(page), "Smart cutout");
  await expect(desktop(page).getByRole("dialog")).toContainText("Left after65");

  await phone(page).getByLabel("Slow network").uncheck();
  await expect(phone(page).getByText("5G")).toBeVisible();
  await page.getByRole("button", { name: "Clear" }).click();
  await use(phone(page), "Smart cutout");
  await expect(phone(page).getByText("Done. 5 credits used.")).toBeVisible();
});

test("offline, a run's outcome is shown as unknown; retried online it is charged once", { tag: "@all" }, async ({
  page,
}) => {
  await openLab(page);
  await phone(page).getByRole("button", { name: "Create" }).click();
  // Without it the phone would not learn its features.
  await expect(phone(page).getByRole("button", { name: /^Smart cutout/ })).toBeVisible();
  await phone(page).getByLabel("Offline").check();
  await expect(phone(page).getByText("No network")).toBeVisible();
  await page.getByRole("button", { name: "Clear" }).click();
  await use(phone(page), "Smart cutout");
  await expect(
    phone(page).getByText("The connection was lost, so we don't know whether the run started."),
  ).toBeVisible();
  await expect(logLine(page, "Mobile", "POST /api/v1/runs", "No response")).toHaveCount(4);
  await expect(logLine(page, "Mobile", "GET /api/v1/balance/events", "No response").first()).toBeVisible();
  await expect(numberOf(desktop(page))).toContainText("100");

  await phone(page).getByLabel("Offline").uncheck();
  await expect(phone(page).getByText("5G")).toBeVisible();
  await phone(page).getByRole("button", { name: "Try again" }).click();
  await expect(phone(page).getByText("Done. 5 credits used.")).toBeVisible();
  await expect(logLine(page, "Mobile", "POST /api/v1/runs", "202")).toHaveCount(1);
  await expect(logLine(page, "Mobile", "GET /api/v1/balance/events", "200").first()).toBeVisible();
  for (const device of [phone(page), desktop(page)]) await expect(numberOf(device)).toContainText("95");
});

test("a run that fails on request returns what it held, and the next run does not fail", { tag: "@all" }, async ({
  page,
}) => {
  await openLab(page);
  const box = desktop(page).getByLabel("Make the next run fail");
  await box.check();
  await runOnDesktop(page);
  await expect(desktop(page).getByText("The run failed. You weren't charged.")).toBeVisible();
  await expect(box).not.toBeChecked();
  for (const device of [phone(page), desktop(page)]) await expect(numberOf(device)).toContainText("100");
  const log = page.getByRole("region", { name: "Calls and events, newest first" });
  await expect(logLine(page, "Desktop", "POST /api/v1/runs", "202").first()).toContainText('"status":"running"');
  await expect(log.getByText('"status":"failed"').first()).toBeVisible();
  // Held, and returned: two lines of the account, and each of them an event on the desktop.
  for (const id of [2, 3]) await expect(logLine(page, "Desktop", `event: balance, id: ${id}`)).toHaveCount(1);

  await runOnDesktop(page);
  await expect(desktop(page).getByText("Done. 5 credits used.")).toBeVisible();
  for (const device of [phone(page), desktop(page)]) await expect(numberOf(device)).toContainText("95");
});

async function openLab(page: Page): Promise<NewPerson> {
  const person = await signInQuietly(page, "switches");
  await grantTo(person, "purchased", 100);
  await page.goto("/devices-lab");
  await expect(phone(page).getByText("Same on all your devices")).toBeVisible();
  for (const device of [phone(page), desktop(page)]) await expect(numberOf(device)).toContainText("100");
  return person;
}

function desktop(page: Page): Locator {
  return page.getByRole("region", { name: /^Desktop / });
}

function phone(page: Page): Locator {
  return page.getByRole("region", { name: /^Mobile / });
}

function numberOf(device: Locator): Locator {
  return device
    .getByRole("button", { name: /^Profile \d/ })
    .or(device.getByRole("paragraph").filter({ hasText: /^\d+( credits?)?$/ }))
    .first();
}

async function use(device: Locator, feature: string): Promise<void> {
  await device.getByRole("button", { name: new RegExp(`^${feature}`) }).click();
}

async function runOnDesktop(page: Page): Promise<void> {
  await use(desktop(page), "Smart cutout");
  await desktop(page)
    .getByRole("dialog")
    .getByRole("button", { name: / · 5 credits$/ })
    .click();
}

/** Lines of one device's event log, about one call or event, that contain these words. */
function logLine(page: Page, device: "Desktop" | "Mobile", call: string, words = ""): Locator {
  return page
    .getByRole("region", { name: "Calls and events, newest first" })
    .getByRole("listitem")
    .filter({ hasText: device })
    .filter({ has: page.getByText(call, { exact: true }) })
    .filter({ hasText: words });
}

async function msOf(line: Locator): Promise<number> {
  const text = await line.getByText(/^[\d,]+ ms$/).textContent();
  return Number(text?.replace(/[, ms]/g, ""));
}

/** Watches both numbers, and returns when each changed first, by the page's own clock. */
async function watchNumbers(page: Page): Promise<() => Promise<{ desktop: number; mobile: number }>> {
  const places = await Promise.all([desktop(page), phone(page)].map((device) => numberOf(device).elementHandle()));
  const changed = await page.evaluateHandle(
    (elements) =>
      elements.map((element) => {
        const at: number[] = [];
        const note = () => at.push(performance.now());
        if (element)
          new MutationObserver(note).observe(element, { characterData: true, childList: true, subtree: true });
        return at;
      }),
    places,
  );
  return async () => {
    const [desktopAt = [], mobileAt = []] = await changed.jsonValue();
    return { desktop: desktopAt[0] ?? Number.NaN, mobile: mobileAt[0] ?? Number.NaN };
  };
}
