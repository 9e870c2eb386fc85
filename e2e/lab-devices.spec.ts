import { expect, type Page, test } from "@playwright/test";
import { desktop, expectEverywhere, openLab, phone } from "./lab-page.ts";

const names = ["Desktop app 6.2 (devices lab)", "Mobile app 12 (devices lab)"];

test("a browser has one desktop and one phone in the lab, however many pages of it are open", async ({
  page,
  context,
}) => {
  await openLab(page);
  const second = await context.newPage();
  await second.goto("/devices-lab");
  await expectEverywhere(second, 135);
  await page.reload();
  await expectEverywhere(page, 135);
  const list = await context.newPage();
  await expectListed(list, names);

  await list.getByRole("button", { name: `Sign out ${names[1]}` }).click();
  await expect(list.getByText(names[1] ?? "")).toHaveCount(0);
  for (const lab of [page, second]) await expect(phone(lab).getByText("This device is signed out")).toBeVisible();
  await phone(page).getByRole("button", { name: "Sign in instantly (demo)" }).click();
  for (const lab of [page, second]) await expectEverywhere(lab, 135);
  await expectListed(list, names);
});

test("a device that was signed out while no lab page was open is signed in again by the next one", {
  tag: "@all",
}, async ({ page, context }) => {
  await openLab(page);
  const list = await context.newPage();
  await page.close();
  await expectListed(list, names);
  await list.getByRole("button", { name: `Sign out ${names[0]}` }).click();
  await expect(list.getByText(names[0] ?? "")).toHaveCount(0);
  const again = await context.newPage();
  await again.goto("/devices-lab");
  await expectEverywhere(again, 135);
  await expect(desktop(again).getByText("This device is signed out")).toHaveCount(0);
  await expectListed(list, names);
});

async function expectListed(page: Page, expected: readonly string[]): Promise<void> {
  await page.goto("/profile/devices");
  await expect(page.getByRole("heading", { name: "Devices", level: 1 })).toBeVisible();
  const items = await page.getByRole("listitem").allInnerTexts();
  const listed = items.map((text) => text.split("\n")[0] ?? "").filter((name) => /^(Desktop|Mobile) app/.test(name));
  expect(listed.toSorted()).toEqual(expected);
}
