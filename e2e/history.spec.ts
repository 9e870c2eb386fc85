import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { grantTo, signInQuietly, spendElsewhere } from "./new-person.ts";
import { signInAs } from "./sign-in-as.ts";

test("a person finds a use, reads what it adds up to, downloads it and reports a problem", async ({ page }) => {
  const person = await signInQuietly(page, "user");
  await grantTo(person, "purchased", 100);
  await spendElsewhere(person, "ai-portrait-animation");
  await spendElsewhere(person, "ai-script");
  await page.goto("/profile/credits/history");
  await expect(totals(page)).toHaveText(/Rows\s*3\s*Added\s*\+100.*Used\s*−27.*Change in all\s*\+73/);

  await page.getByText("Filters", { exact: true }).click();
  await page.getByLabel("Search").fill("portrait");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(totals(page)).toHaveText(/Rows\s*1\s*Used\s*−25/);
  await page.getByRole("navigation", { name: "Days" }).getByRole("link", { name: "7 days" }).click();
  await expect(page).toHaveURL(/q=portrait.*span=7-days/);
  await expect(totals(page)).toHaveText(/Rows\s*1\s*Used\s*−25/);

  const [csv, json] = [await download(page, "CSV"), await download(page, "JSON")];
  expect(csv.name).toMatch(/^credits-\d{4}-\d\d-\d\d\.csv$/);
  expect(csv.text.trimEnd().split("\r\n").at(-1)).toBe("complete,1");
  expect(JSON.parse(json.text)).toMatchObject({
    rows: [{ credits: -25, purchased: -25, balance_after: 75 }],
    count: 1,
  });

  await page.getByRole("list").getByText("AI portrait animation").click();
  const report = page.getByRole("link", { name: "Report a problem" });
  await expect(report).toHaveAttribute(
    "href",
    /^mailto:help@seller\.example\?subject=Problem%20with%20transaction%202&/,
  );
});

test("a query that cannot be answered says why, and a download for nobody leads to the sign-in", async ({ page }) => {
  await signInAs(page, "mina");
  await page.goto("/profile/credits/history?from=2026-03-02&to=2026-03-01");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("The last day is before the first.");
  await page.goto(`/profile/credits/history?q=${"x".repeat(300)}`);
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Search for at most 120 characters.");
  await page.context().clearCookies();
  await page.goto("/profile/credits/history/export?format=csv");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test("the end of a batch goes into a calendar", async ({ page }) => {
  const person = await signInQuietly(page, "user");
  await grantTo(person, "activity", 20);
  await page.goto("/profile/credits/batches/1");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Add to calendar" }).click(),
  ]);
  const text = readFileSync(await file.path(), "utf8");
  expect(text).toContain("SUMMARY:20 credits expire\r\n");
  expect((await page.request.get("/profile/credits/batches/99/expiry.ics")).status()).toBe(404);
});

function totals(page: Page) {
  return page.getByRole("region", { name: "Totals" });
}

async function download(page: Page, format: string): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: `Download all rows as ${format}` }).click(),
  ]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}
