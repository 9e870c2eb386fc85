import { randomInt } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { askForLink, askForLinkHere, confirmLink, newAddress, ownCaller, signInByMail } from "./mailed-link.ts";

// Each test is a caller of its own, as limits count them, behind a proxy that the server trusts.
test.beforeEach(async ({ context }) => {
  await context.setExtraHTTPHeaders(ownCaller());
});

test("a verified address opens an account, and an emailed link signs in to the same one", async ({ page, context }) => {
  const address = newAddress();
  await arrive(page, "Google", { address, vouched: true });
  await expect(page).toHaveURL("/profile/credits");
  await context.clearCookies();
  await confirmLink(page, await askForLink(page, address));
  await page.goto("/profile");
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
});

test("a verified address from Google and from GitHub signs in to its existing account", { tag: "@all" }, async ({
  page,
  context,
}) => {
  const address = newAddress();
  await confirmLink(page, await askForLink(page, address));
  for (const provider of ["Google", "GitHub"] as const) {
    await context.clearCookies();
    await arrive(page, provider, { address: address.toUpperCase(), vouched: true });
    await expect(page).toHaveURL("/profile/credits");
    await page.goto("/profile");
    await expect(page.getByText(address).first()).toBeVisible();
  }
  await expect(page.getByText("Connected", { exact: true })).toHaveCount(2);
});

for (const provider of ["Google", "GitHub"] as const) {
  test(`unverified ${provider} first, the owner by email second: the first is signed out`, { tag: "@all" }, async ({
    browser,
    page,
  }) => {
    const address = newAddress();
    const intruder = { id: newId(), address, vouched: false };
    await arrive(page, provider, intruder);
    await expect(page.getByText(`${provider} hasn't verified your email address`)).toBeVisible();

    const owner = await signInByMail(browser, address);
    await owner.goto("/profile");
    await expect(owner.getByRole("heading", { level: 1 })).toHaveText(address);
    await expect(owner.getByText("Connected", { exact: true })).toBeHidden();

    await arrive(page, provider, intruder);
    await expect(page.getByText(`${provider} hasn't verified your email address`)).toBeVisible();
    await page.goto("/profile");
    await expect(page).toHaveURL(/\/sign-in/);
  });
}

test("an unverified address is linked once the email is confirmed in the same browser", async ({ page, context }) => {
  const person = { id: newId(), address: newAddress(), vouched: false };
  await arrive(page, "GitHub", person);
  await expect(page.getByLabel("Email address")).toHaveValue(person.address);
  const link = await askForLinkHere(page, person.address);
  await page.goto(link);
  await expect(page.getByText("This also connects")).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL("/profile/credits");
  await context.clearCookies();
  await arrive(page, "GitHub", person);
  await expect(page).toHaveURL("/profile/credits");
});

test("without an address no user is created until one is confirmed by email", { tag: "@all" }, async ({ page }) => {
  const person = { id: newId(), address: "", vouched: true };
  await arrive(page, "Google", person);
  await expect(page.getByText("Google hasn't verified your email address")).toBeVisible();
  await page.goto("/profile");
  await expect(page).toHaveURL(/\/sign-in/);
  await arrive(page, "Google", person);
  await page.goto(await askForLinkHere(page, newAddress()));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.goto("/profile");
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
});

test("a second method with an unverified address is connected only after an email to the user's own", {
  tag: "@all",
}, async ({ browser }) => {
  const page = await signInByMail(browser, newAddress());
  await page.goto("/profile");
  await page.getByRole("button", { name: "Connect GitHub" }).click();
  await identify(page, { id: newId(), address: newAddress(), vouched: false });
  await expect(page.getByRole("button", { name: "Connect GitHub" })).toBeVisible();
  await page.getByRole("button", { name: /^Email a link to/ }).click();
  await expect(page).toHaveURL("/sign-in/sent");
});

test("a provider's account that belongs to another user is not taken over", { tag: "@all" }, async ({ browser }) => {
  const id = newId();
  const first = await browser.newPage({ extraHTTPHeaders: ownCaller() });
  await arrive(first, "Google", { id, address: newAddress(), vouched: true });
  const second = await signInByMail(browser, newAddress());
  await second.goto("/profile");
  await second.getByRole("button", { name: "Connect Google" }).click();
  await identify(second, { id, address: newAddress(), vouched: true });
  await expect(second.getByText("belongs to another account")).toBeVisible();
});

interface ProviderPerson {
  id?: string;
  address: string;
  vouched: boolean;
}

async function arrive(page: Page, provider: "Google" | "GitHub", person: ProviderPerson): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: `Continue with ${provider}` }).click();
  await identify(page, person);
}

async function identify(page: Page, { id = newId(), address, vouched }: ProviderPerson): Promise<void> {
  await page.getByLabel("Id").fill(id);
  await page.getByLabel("Name").fill("Ada");
  await page.getByLabel("Address").fill(address);
  await page.getByLabel("Verified").setChecked(vouched);
  await page.getByRole("button", { name: "Allow" }).click();
  await page.waitForURL(/\/(profile|sign-in)/);
}

function newId(): string {
  return String(randomInt(1, 2 ** 40));
}
