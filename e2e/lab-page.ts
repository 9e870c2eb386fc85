import { expect, type Locator, type Page } from "@playwright/test";
import { grantTo, type NewPerson, signInQuietly } from "./new-person.ts";

/** Opens the lab as a new user with the credits of the official example. */
export async function openLab(page: Page): Promise<NewPerson> {
  const person = await signInQuietly(page, "lab");
  await grantTo(person, "subscription", 20);
  await grantTo(person, "activity", 15);
  await grantTo(person, "purchased", 100);
  await page.goto("/devices-lab");
  await expect(phone(page).getByText("Same on all your devices")).toBeVisible();
  await expectEverywhere(page, 135);
  return person;
}

/** Opens the lab as a new user with 20 credits, who has asked the desktop for what costs 25; returns its dialog too. */
export async function askForTooMuch(page: Page, name: string): Promise<{ person: NewPerson; dialog: Locator }> {
  const person = await signInQuietly(page, name);
  await grantTo(person, "purchased", 20);
  await page.goto("/devices-lab");
  await desktop(page)
    .getByRole("button", { name: /^AI portrait animation/ })
    .click();
  const dialog = desktop(page).getByRole("dialog");
  await expect(dialog).toContainText("You need 5 more credits");
  return { person, dialog };
}

/** The desktop app, with the lab's controls for it. */
export function desktop(page: Page): Locator {
  return page.getByRole("region", { name: /^Desktop / });
}

/** The phone app, with the lab's controls for it. */
export function phone(page: Page): Locator {
  return page.getByRole("region", { name: /^Mobile / });
}

/** The three places of the lab that show the number: the web's, the desktop's, and the phone's on either screen. */
function places(page: Page): Locator[] {
  return [
    page
      .getByRole("region", { name: /^Web: / })
      .getByRole("paragraph")
      .filter({ hasText: /^\d+/ }),
    desktop(page).getByRole("button", { name: /^Profile/ }),
    phone(page)
      .getByRole("paragraph")
      .filter({ hasText: /^\d+( credits?)?$/ }),
  ];
}

/** Waits until all three places show a number. */
export async function expectEverywhere(page: Page, available: number): Promise<void> {
  for (const place of places(page)) await expect(place).toHaveText(new RegExp(`(^|\\D)${available}(\\D|$)`));
}
