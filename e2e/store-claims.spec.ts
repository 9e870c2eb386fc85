import type { Page } from "@playwright/test";
import { expect, newOwner, test } from "./api/app.ts";
import { expectAccessible } from "./expect-accessible.ts";

const configured = {
  PRICES_INCLUDE_TAX: "yes",
  REFUND_POLICY_URL: "https://seller.example/refunds",
  SELLER_NAME: "Seller & Sons",
  SUPPORT_EMAIL: "help@seller.example",
  TERMS_URL: "https://seller.example/terms",
  PRIVACY_URL: "https://seller.example/privacy",
};

test("the store shows the configured seller terms, and none where none are configured", async ({
  server,
  stranger,
  page,
}) => {
  const { web } = await newOwner(server, stranger);
  const [name = "", value = ""] = (web.headers.Cookie ?? "").split("=");
  await page.context().addCookies([{ name, value, url: server.url }]);
  await openStore(page, server.url);
  await expect(page.getByRole("main")).not.toContainText(/\btax\b|refund|sold by|terms|privacy/i);

  const another = await server.startAnother(configured);
  await openStore(page, another.url);
  const main = page.getByRole("main");
  await expect(main).toContainText("Prices include tax.");
  await expect(main).toContainText("Sold by Seller & Sons.");
  for (const [words, address] of [
    ["refund policy", configured.REFUND_POLICY_URL],
    ["help@seller.example", "mailto:help@seller.example"],
    ["Terms", configured.TERMS_URL],
    ["Privacy", configured.PRIVACY_URL],
  ] as const)
    await expect(main.getByRole("link", { name: words })).toHaveAttribute("href", address);
  await expectAccessible(page);
  await another.stop();

  if (!process.env.E2E_ALL) return;
  const taxed = await server.startAnother({ PRICES_INCLUDE_TAX: "no" });
  await openStore(page, taxed.url);
  await expect(main).toContainText("Prices don't include tax.");
  await expect(main).not.toContainText(/refund|sold by/i);
  await taxed.stop();
});

async function openStore(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/profile/credits/store`);
  await expect(page.getByRole("heading", { name: "Get credits" })).toBeVisible();
}
