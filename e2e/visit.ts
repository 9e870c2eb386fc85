import { expect, type Page } from "@playwright/test";
import { signInAs } from "./sign-in-as.ts";

/** One page in one state. Every page of the build has at least one `full` state; the others are visited with `--all`. */
export interface Visit {
  /** The page as the build names it. */
  route: string;
  state: string;
  full?: true;
  /** Signs in, opens the page, and brings about the state. */
  open: (page: Page) => Promise<void>;
}

/** Opens a page as one of the demonstration's users, then brings about a state of it. */
export function as(person: string, path: string, then?: (page: Page) => Promise<void>) {
  return async (page: Page) => {
    await signInAs(page, person);
    await go(page, path);
    // The header must show its final state before anything is checked.
    await expect(page.getByRole("banner").getByRole("link", { name: /^Credits: .*, live$/ })).toBeVisible();
    await then?.(page);
  };
}

/** Opens a page. */
export async function go(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
}
