import { expect, type Page } from "@playwright/test";
import { grantTo, signInQuietly } from "./new-person.ts";
import { go, type Visit } from "./visit.ts";

/** The devices lab, in its states. */
export const labVisits: readonly Visit[] = [
  { route: "/devices-lab", state: "full", full: true, open: openLab() },
  { route: "/devices-lab", state: "the desktop asks, the phone creates", open: openLab(askInLab) },
  { route: "/devices-lab", state: "too old for credits", open: openLab(growOldInLab) },
];

function openLab(then?: (page: Page) => Promise<void>) {
  return async (page: Page) => {
    await signInNewPersonWithCredits(page);
    await go(page, "/devices-lab");
    await expect(page.getByText("Same on all your devices")).toBeVisible();
    await expect(page.getByRole("banner").getByRole("link", { name: /^Credits: 135 available, live$/ })).toBeVisible();
    await then?.(page);
  };
}

async function signInNewPersonWithCredits(page: Page): Promise<void> {
  const person = await signInQuietly(page, "lab");
  await grantTo(person, "subscription", 20);
  await grantTo(person, "activity", 15);
  await grantTo(person, "purchased", 100);
}

async function askInLab(page: Page): Promise<void> {
  const desktop = page.getByRole("region", { name: /^Desktop / });
  await desktop.getByRole("button", { name: /^AI portrait animation/ }).click();
  await expect(desktop.getByRole("dialog").getByText("Left after")).toBeVisible();
  const phone = page.getByRole("region", { name: /^Mobile / });
  await phone.getByRole("button", { name: "Create" }).click();
  await expect(phone.getByRole("button", { name: /^Background removal/ })).toBeVisible();
}

async function growOldInLab(page: Page): Promise<void> {
  const versionOf = (place: RegExp) => page.getByRole("region", { name: place }).getByLabel("Version");
  await versionOf(/^Desktop /).selectOption("5.9");
  await versionOf(/^Mobile /).selectOption("11.6.9");
  await expect(page.getByText(/is too old to use credits/)).toHaveCount(2);
}
