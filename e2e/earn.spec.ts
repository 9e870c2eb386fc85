import { expect, test } from "@playwright/test";
import type postgres from "postgres";
import { desktop, expectEverywhere, phone } from "./lab-page.ts";
import { signInQuietly } from "./new-person.ts";
import { joinDatabase } from "./the-product.ts";

test("a person checks in today, not twice, and tomorrow again, claims the welcome once, and redeems a code", async ({
  page,
}) => {
  const { account } = await signInQuietly(page, "earner");
  const owner = await joinDatabase();
  // Opened by a back end: a welcome is for people whose address is proved.
  await owner`update users set email_verified = now() where id = ${account}`;
  await page.goto("/profile/credits");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Earn" }).click();
  const checkIn = page.getByRole("region", { name: "Daily check-in" });
  await expect(checkIn).toContainText("10 credits, valid 7 days");
  await expect(checkIn).toContainText("No check-ins in a row yet. The 7th adds 30 extra credits.");
  const checkInOnce = async (daysInRow: string) => {
    await checkIn.getByRole("button", { name: "Check in for 10 credits" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Daily check-in: 10 credits added." })).toBeVisible();
    await expect(checkIn).toContainText(daysInRow);
    await expect(checkIn).toContainText("Done. You can check in again from");
    await expect(checkIn.getByRole("button")).toHaveCount(0);
  };
  await checkInOnce("1 day in a row.");
  await passADay(owner, account);
  await page.goto("/profile/credits/earn");
  await checkInOnce("2 days in a row.");
  await expect(page.getByRole("banner").getByRole("link", { name: /^Credits: 20 available/ })).toBeVisible();

  const welcome = page.getByRole("region", { name: "Welcome gift" });
  await welcome.getByRole("button", { name: "Claim 15 credits" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Welcome gift: 15 credits added." })).toBeVisible();
  await expect(welcome).toContainText("Claimed.");
  await expect(page.getByRole("region", { name: "Community week" })).toContainText("Sold out.");

  const code = page.getByRole("region", { name: "Redeem a code" });
  await code.getByLabel("Code").fill("welcome-52");
  await code.getByRole("button", { name: "Redeem" }).click();
  await expect(page.getByText("This code isn't valid.")).toBeVisible();
  await code.getByLabel("Code").fill("welcome-25");
  await code.getByRole("button", { name: "Redeem" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Welcome code: 25 credits added." })).toBeVisible();
  await expect(page.getByRole("list").filter({ hasText: "Welcome code" }).getByRole("listitem")).toHaveCount(4);
});

/** Moves the clock of a person's check-ins to the next day: what they did and were granted is a day older. */
async function passADay(owner: postgres.Sql, account: string): Promise<void> {
  await owner.begin(async (tx) => {
    await tx`update campaign_claims set occurrence = (occurrence::date - 1)::text, claimed_at = claimed_at - interval '1 day',
      due_at = due_at - interval '1 day' where account_id = ${account} and campaign = 'check-in'`;
    const sourceId = tx`format('check-in:%s:%s', split_part(source_id, ':', 2)::date - 1, account_id)`;
    const isCheckIn = tx`account_id = ${account} and source = 'campaign' and source_id like 'check-in:%'`;
    await tx`update grant_sources set source_id = ${sourceId} where ${isCheckIn}`;
    await tx`update credit_batches set source_id = ${sourceId} where ${isCheckIn}`;
    // The key of the grant names its day too.
    await tx`alter table credit_transactions disable trigger user`;
    await tx`update credit_transactions set idempotency_key = decode(md5('yesterday'), 'hex') where account_id = ${account}`;
    await tx`alter table credit_transactions enable trigger user`;
  });
}

test("what is claimed on desktop and phone is on the web page, and cannot be claimed there again", async ({ page }) => {
  await signInQuietly(page, "desktop-earner");
  await page.goto("/devices-lab");
  await desktop(page)
    .getByRole("button", { name: /^Profile/ })
    .click();
  const earn = desktop(page).getByRole("region", { name: "Earn" });
  await earn.getByRole("button", { name: /^Claim 60 credits.*Summer challenge$/ }).click();
  await expectEverywhere(page, 60);
  await expect(earn.getByRole("button", { name: /Summer challenge/ })).toHaveCount(0);
  const onPhone = phone(page).getByRole("region", { name: "Earn" });
  await expect(onPhone.getByRole("button", { name: /Summer challenge/ })).toHaveCount(0);
  await onPhone.getByRole("button", { name: /^Daily check-in.*Claim 10$/ }).click();
  await expectEverywhere(page, 70);
  await page.goto("/profile/credits/earn");
  await expect(page.getByRole("region", { name: "Daily check-in" })).toContainText("1 day in a row.");
  await expect(page.getByRole("region", { name: "Summer challenge" })).toContainText("Claimed.");
  await expect(page.getByRole("listitem").filter({ hasText: "Summer challenge" })).toContainText("60 credits");
});
