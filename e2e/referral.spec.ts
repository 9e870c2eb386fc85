import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./expect-accessible.ts";
import { askForLinkHere, newAddress, ownCaller } from "./mailed-link.ts";
import { signInQuietly } from "./new-person.ts";
import { findSmallTargets } from "./page-sight.ts";
import { runJob } from "./run-job.ts";
import { joinDatabase } from "./the-product.ts";

test("a person refers a friend: the link, the sign-up, the first purchase, and both rewards after the holding time", async ({
  page,
  browser,
}) => {
  const referrer = await signInQuietly(page, "referrer");
  const owner = await joinDatabase();
  await owner`update users set name = 'Ada' where id = ${referrer.account}`;
  await page.goto("/profile/credits/earn");
  const card = page.getByRole("region", { name: "Invite a friend" });
  await expect(card).toContainText("Your friend gets 30 credits, you get 40. Valid 30 days");
  await expect(card).toContainText("Nobody has joined with your link yet.");
  await expect(card).toContainText(
    "This month: 0 credits earned for 0 friends. You can earn credits for up to 2 friends a month.",
  );
  const link = await card.getByLabel("Your invite link").inputValue();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await card.getByRole("button", { name: "Copy" }).click();
  await expect(card.getByRole("status")).toHaveText("Link copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await expectAccessible(page);
  await page.goto(link);
  await expect(page.getByText("This is your own link.")).toBeVisible();

  const address = newAddress();
  const friend = await joinOnPhone(browser, { link, address });
  await expect(friend.getByText("You joined with a friend's link: you get 30 credits")).toBeVisible();
  await page.goto("/profile/credits/earn");
  await expect(card.getByRole("listitem")).toHaveText(/^Joined .*Joined, waiting for a first purchase$/);

  await friend.goto("/profile/credits/store");
  await friend.getByRole("button", { name: "Pay $4.99 with Stripe" }).click();
  await friend.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(friend.getByRole("heading", { name: "100 credits added" })).toBeVisible();
  await expect(friend.getByRole("banner").getByRole("link", { name: /^Credits: 130 available/ })).toBeVisible();
  await friend.goto("/profile/credits/earn");
  await expect(friend.getByRole("listitem").filter({ hasText: "Invite a friend" })).toContainText("30 credits");
  await page.reload();
  await expect(card.getByRole("listitem")).toContainText("Made a first purchase. Your credits come after");

  // The clock moves to the end of the holding time, and the nightly job runs.
  await owner`update referrals set joined_at = joined_at - interval '14 days', qualified_at = qualified_at - interval '14 days',
    reward_due_at = reward_due_at - interval '14 days' where referrer_id = ${referrer.account}`;
  await runJob("evaluate-referrals");
  await expect(page.getByRole("banner").getByRole("link", { name: /^Credits: 40 available/ })).toBeVisible();
  await expect(card.getByRole("listitem")).toContainText("40 credits added");
  await expect(card).toContainText("This month: 40 credits earned for 1 friend.");
  for (const [to, subject] of [
    [referrer.email, "40 credits added for inviting a friend"],
    [address, "30 credits added for your invitation"],
  ] as const) {
    await expect(async () => {
      await friend.goto("/demo/outbox");
      await expect(friend.getByRole("region", { name: subject }).filter({ hasText: to })).toHaveCount(1, {
        timeout: 1_000,
      });
    }).toPass();
  }
  await friend.context().close();
});

/** Opens a link on a phone, reads who gives what, leaves, and signs up with an address later. */
async function joinOnPhone(browser: Browser, { link, address }: { link: string; address: string }): Promise<Page> {
  const phone = await browser.newContext({ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true });
  await phone.setExtraHTTPHeaders(ownCaller());
  const page = await phone.newPage();
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ada invites you to Purse");
  const main = page.getByRole("main");
  await expect(main).toContainText("You get 30 credits with your first purchase. They're valid 30 days.");
  await expect(main).toContainText("Ada gets 40 credits 14 days later.");
  await expect(main).toContainText("Open without an end date");
  expect(await findSmallTargets(page)).toEqual([]);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  const kept = (await phone.cookies()).find(({ name }) => name.endsWith("referral"));
  expect(kept).toMatchObject({ httpOnly: true, sameSite: "Lax", value: link.split("/").at(-1) });
  expect(Math.round(((kept?.expires ?? 0) * 1000 - Date.now()) / 86_400_000)).toBe(30);
  const emailed = await askForLinkHere(page, address);
  await page.goto(emailed);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL("/profile/credits/earn");
  return page;
}
