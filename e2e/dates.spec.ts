import { type Browser, expect, type Page, test } from "@playwright/test";
import { grantTo, signInQuietly } from "./new-person.ts";
import { signInAs } from "./sign-in-as.ts";

const zones = [
  ["Asia/Tokyo", "Tokyo"],
  ["America/Los_Angeles", "Los Angeles"],
  ["Asia/Kathmandu", "Kathmandu"],
] as const;

for (const [timeZone, name] of zones) {
  test(`dates are shown in the zone of the reader's browser: ${name}`, {
    tag: name === "Kathmandu" ? [] : "@all",
  }, async ({ browser }) => {
    const page = await openIn(browser, timeZone);
    await signInAs(page, "mina");
    // As if Credits were the first page that this browser opens.
    await page.context().clearCookies({ name: "tz" });
    const { batches } = await (await page.request.get("/api/v1/batches")).json();
    await page.goto("/profile/credits");
    const rows = page.getByRole("table", { name: "Batches" }).getByRole("row");
    for (const [index, batch] of batches.entries()) {
      const text = batch.expiresAt === null ? "Never expires" : lastMinute(batch.expiresAt, timeZone, name);
      await expect(rows.nth(index + 1)).toContainText(text);
    }
    // The browser shows what the server sent: nothing is corrected afterwards.
    const html = await (await page.reload())?.text();
    expect(html).toContain(lastMinute(batches[0].expiresAt, timeZone, name));
  });
}

test("a batch shows its expiry in the reader's zone and in UTC, on both days of a clock change", async ({
  browser,
}) => {
  const page = await openIn(browser, "America/Los_Angeles");
  const person = await signInQuietly(page, "dates");
  for (const end of ["2027-03-14T10:00:00.000Z", "2027-11-07T08:31:00.000Z", "2027-11-07T09:31:00.000Z"]) {
    await grantTo(person, "activity", 5, end);
  }
  for (const [batch, here, utc] of [
    // In spring 02:00 becomes 03:00: the last minute before is 01:59.
    [1, "Sun 14 Mar 2027, 01:59 Los Angeles", "Sun 14 Mar 2027, 09:59 UTC"],
    // In autumn 01:30 occurs twice, and the text says which one is meant.
    [2, "Sun 7 Nov 2027, 01:30 (GMT-7) Los Angeles", "Sun 7 Nov 2027, 08:30 UTC"],
    [3, "Sun 7 Nov 2027, 01:30 (GMT-8) Los Angeles", "Sun 7 Nov 2027, 09:30 UTC"],
  ] as const) {
    await page.goto(`/profile/credits/batches/${batch}`);
    const end = page.getByRole("definition").filter({ hasText: "UTC" }).first();
    await expect(end).toContainText(here);
    await expect(end).toContainText(utc);
  }
});

async function openIn(browser: Browser, timezoneId: string): Promise<Page> {
  const context = await browser.newContext({ timezoneId });
  return await context.newPage();
}

/** The last minute before an instant, formatted independently of the pages. */
function lastMinute(expiresAt: string, timeZone: string, name: string): string {
  const at = new Date(Date.parse(expiresAt) - 60_000);
  const show = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { timeZone, ...options }).format(at);
  const year = show({ year: "numeric" });
  const thisYear = year === String(new Date().getFullYear()) ? "" : ` ${year}`;
  const day = `${show({ weekday: "short" })} ${show({ day: "numeric" })} ${show({ month: "short" })}${thisYear}`;
  return `${day}, ${show({ hour: "2-digit", minute: "2-digit" })} ${name}`;
}
