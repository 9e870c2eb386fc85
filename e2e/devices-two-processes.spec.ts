import type { Page } from "@playwright/test";
import { done } from "#testing/api-client.ts";
import { runCommand } from "#testing/run-command.ts";
import { expect, newOwner, type Owner, test } from "./api/app.ts";
import { expectEverywhere, phone } from "./lab-page.ts";

/** How many spends follow each other. */
const rounds = process.env.E2E_ALL ? 20 : 3;

test("changes in another process of the app show on all devices, and theirs on its pages", async ({
  server,
  another,
  stranger,
  page,
  context,
}) => {
  const owner = await newOwner(server, stranger, { subscription: 20, activity: 15, purchased: 100 });
  await openLab(page, owner, server.url);
  await page.evaluate(() => document.body.setAttribute("data-same-page", "yes"));

  for (let round = 1; round <= rounds; round += 1) {
    done(await owner.web.at(another.url).spend({ feature: "ai-script" }));
    await expectEverywhere(page, 135 - 2 * round);
  }

  const web = await context.newPage();
  await openAt(web, owner, another.url, "/profile/credits");
  await phone(page).getByRole("button", { name: "Create" }).click();
  await phone(page)
    .getByRole("button", { name: /^AI script generation/ })
    .click();
  await expect(
    web.getByRole("banner").getByRole("link", { name: new RegExp(`^Credits: ${133 - 2 * rounds} available`) }),
  ).toBeVisible();
  await expect(phone(page).getByText("Done. 2 credits used.")).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-same-page", "yes");
});

test("switching mobile off hides the phone's Credits while it is open, and full shows them again", {
  tag: "@all",
}, async ({ server, stranger, page }) => {
  const owner = await newOwner(server, stranger, { purchased: 100 });
  const set = async (access: string) => {
    const words = ["set", "mobile", access];
    expect((await runCommand("platforms", words, { appUrl: server.databaseUrl })).code).toBe(0);
  };
  await openLab(page, owner, server.url);
  try {
    await set("off");
    await expect(phone(page).getByText("Open the web to use this feature.")).toBeVisible();
    await expect(phone(page).getByRole("link", { name: /^AI portrait animation/ })).toBeVisible();
    await phone(page).getByRole("button", { name: "Profile" }).click();
    await expect(phone(page).getByRole("button", { name: "Credits" })).toHaveCount(0);
  } finally {
    await set("full");
  }
  await expect(phone(page).getByRole("button", { name: "Credits 100" })).toBeVisible();
});

async function openLab(page: Page, owner: Owner, url: string): Promise<void> {
  await openAt(page, owner, url, "/devices-lab");
  await expect(phone(page).getByText("Same on all your devices")).toBeVisible();
}

async function openAt(page: Page, { web }: Owner, url: string, path: string): Promise<void> {
  const [name = "", value = ""] = (web.headers.Cookie ?? "").split("=");
  await page.context().addCookies([{ name, value, url }]);
  await page.goto(`${url}${path}`);
}
