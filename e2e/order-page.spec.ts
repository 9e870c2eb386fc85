import type { Page } from "@playwright/test";
import { done } from "#testing/api-client.ts";
import type { AppServer } from "#testing/app-server.ts";
import { expect, newOwner, type Owner, test } from "./api/app.ts";
import { expectAccessible } from "./expect-accessible.ts";

for (const javaScriptEnabled of [true, false])
  test(`a returning buyer sees the balance with the new credits even if no event arrives, JavaScript ${javaScriptEnabled ? "on" : "off"}`, {
    tag: javaScriptEnabled ? "@all" : [],
  }, async ({ server, stranger, browser }) => {
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
    const owner = await newOwner(server, stranger, { activity: 7 });
    await server.controlStripe({ plan: { copies: 0 } });
    await buy(page, server, owner);
    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await expect(page.getByRole("heading", { name: "100 credits added" })).toBeVisible();
    await server.controlStripe({ plan: { copies: 1 } });
    await expect(page.getByText("You now have")).toHaveText("You now have 107");
    await expect(page.getByRole("banner").getByRole("link", { name: "Credits: 107 available" })).toBeVisible();
    await page.context().close();
  });

test("credits that arrive while the return page renders are in its header too, JavaScript off", async ({
  server,
  stranger,
  browser,
}) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const owner = await newOwner(server, stranger, { activity: 7 });
  const { order } = await buy(page, server, owner);
  // The header has read its balance while the page waits for the order, which by then is paid and granted.
  const opened = await server.owner.begin(async (tx) => {
    await tx`lock table orders in access exclusive mode`;
    const opening = page.goto(`${server.url}/profile/credits/store/orders/${order}`);
    await expect.poll(() => waitingFor(server, "orders")).toBeGreaterThan(0);
    const { transaction } = done(
      await owner.backend.grant({ kind: "purchased", amount: 100, source: "test", reason: "Bought" }),
    );
    await tx`update orders set status = 'paid', grant_version = ${transaction.version} where id = ${order}`;
    return { opening };
  });
  await opened.opening;
  await expect(page.getByText("You now have")).toHaveText("You now have 107");
  await expect(page.getByRole("banner").getByRole("link", { name: "Credits: 107 available" })).toBeVisible();
  await page.context().close();
});

test("the return page describes every outcome of an order, and meets WCAG 2.2 AA", async ({
  server,
  stranger,
  page,
}) => {
  const owner = await newOwner(server, stranger);
  const expired = await buy(page, server, owner);
  await page.getByRole("button", { name: "Back" }).click();
  await expectState(page, "Payment cancelled", "You weren't charged.");
  await server.controlStripe({ expire: expired.session });
  await expectState(page, "Payment page expired", "The payment wasn't completed in time. You weren't charged.");
  await expect(page.getByRole("link", { name: "Choose a pack" })).toBeVisible();

  await buy(page, server, owner);
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("button", { name: "Cancel order" }).click();
  await expectState(page, "Order cancelled", "You weren't charged. This order can no longer be paid.");

  const failing = await buy(page, server, owner);
  await page.getByRole("button", { name: "Pay later by bank" }).click();
  await expectState(page, "Payment pending", "Your bank is still confirming the payment.");
  await server.controlStripe({ settle: { session: failing.session, outcome: "failed" } });
  await expectState(page, "Payment failed", "You weren't charged, and no credits were added.");
  expect(done(await owner.web.balance())).toMatchObject({ version: 0, available: 0 });

  const paid = await buy(page, server, owner);
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await expectState(page, "100 credits added", "You can use them right away");
  await server.owner`update orders set updated_at = now() - interval '3 minutes' where id = ${paid.order}`;
  await page.reload();
  await expectState(page, "Already added", "were already added");
  await expect(page.getByText("You now have")).toHaveText("You now have 100");
});

/** Signs the owner in on this page, orders 100 credits and opens the payment page. */
async function buy(page: Page, server: AppServer, { web }: Owner): Promise<{ order: string; session: string }> {
  const [name = "", value = ""] = (web.headers.Cookie ?? "").split("=");
  await page.context().addCookies([{ name, value, url: server.url }]);
  const { order, url } = done(await web.checkout({ pack: "pack-100" }));
  await page.goto(url);
  return { order: order.id, session: new URL(url).pathname.split("/").at(-1) ?? "" };
}

async function expectState(page: Page, title: string, words: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(words);
  await expectAccessible(page);
}

async function waitingFor({ owner }: AppServer, table: string): Promise<number> {
  const rows = await owner`select 1 from pg_locks where not granted and relation = ${table}::regclass`;
  return rows.length;
}
