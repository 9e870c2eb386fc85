import { expect, type Page, test } from "@playwright/test";
import { callAsService, grantTo, type NewPerson, signInNewPerson } from "./new-person.ts";

test("a running job shows on an open page, and its history shows what it used", async ({ page }) => {
  const person = await signInNewPerson(page, "holder");
  await grantTo(person, "subscription", 60);
  await grantTo(person, "purchased", 100);
  const held = page.getByText(/on hold for/);
  await expect(page.getByRole("region", { name: "Available now" })).toContainText("160");
  await expect(held).toBeHidden();

  await as(person, "holds", { feature: "background-removal", units: 20, reference: "clip 7" });
  await expect(held).toHaveText("40 on hold for 1 running job");
  await as(person, "holds", { feature: "smart-cutout" });
  await expect(held).toHaveText("45 on hold for 2 running jobs");
  await expect(page.getByRole("region", { name: "Latest" })).toContainText("On hold · 40 subscription");
  await as(person, "holds/1/capture", { amount: 22 });
  await as(person, "holds/2/release", {});
  await expect(held).toBeHidden();
  await expect(page.getByRole("region", { name: "Available now" })).toContainText("138");
  const latest = page.getByRole("region", { name: "Latest" });
  await expect(latest).toContainText("Used · 22 of 40 held");
  await expect(latest).toContainText("The run failed, you weren't charged");
  await as(person, "spends/5/refunds", { amount: 2, reason: "A black frame" });
  await expect(latest).toContainText("Used · 22 of 40 held · 2 refunded");
  await expect(latest.getByRole("row").filter({ hasText: "Background removal" })).toHaveCount(1);

  await openLine(page, "Used · 22 of 40 held");
  const line = page.getByRole("listitem").filter({ hasText: "Used · 22 of 40 held" });
  await expect(line.getByRole("region", { name: "Used" })).toContainText("−22");
  await expect(line.getByRole("region", { name: "Refunded" })).toContainText("+2");
  await expect(line.getByText("22 of 40 held", { exact: true })).toBeVisible();
  await expect(line.getByRole("link", { name: "Returned, number 7" })).toBeVisible();
  await line.getByRole("link", { name: "On hold, number 3" }).click();
  await expect(page).toHaveURL(/before=4&lines=all#line-3$/);
  const hold = page.getByRole("listitem").filter({ hasText: "Was on hold · 40 subscription" });
  await expect(hold.getByText("On hold until")).toBeVisible();
  await hold.getByRole("link", { name: "Used, number 5" }).click();
  await expect(page).toHaveURL(/before=6&lines=all#line-5$/);
  await expect(page.getByText("Returned from the hold")).toBeVisible();
});

/** Opens a line of the history from the list of the latest. */
async function openLine(page: Page, words: string) {
  const latest = page.getByRole("region", { name: "Latest" });
  await latest.getByRole("row").filter({ hasText: words }).getByRole("link").click();
  await expect(page).toHaveURL(/history#line-\d+$/);
  await expect(page.getByRole("listitem").filter({ hasText: words }).getByRole("term").first()).toBeVisible();
}

async function as(person: NewPerson, path: string, body: object) {
  await callAsService(person.origin, `/api/v1/${path}`, body, person.account);
}
