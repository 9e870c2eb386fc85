import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Checks a page as it is now against WCAG 2.2 AA; rules that cannot hold there are named. */
export async function expectAccessible(page: Page, { without = [] }: { without?: string[] } = {}): Promise<void> {
  await expectNoViolations(page, (axe) =>
    axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).disableRules(without),
  );
}

/** Checks only the contrast: all that another theme of the same page can break. */
export async function expectContrast(page: Page): Promise<void> {
  await expectNoViolations(page, (axe) => axe.withRules(["color-contrast"]));
}

async function expectNoViolations(page: Page, choose: (axe: AxeBuilder) => AxeBuilder): Promise<void> {
  await settle(page);
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
  // Without frames there is nothing to join: the other mode opens one more page for it.
  const { violations } = await choose(axe.setLegacyMode()).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n")}`)).toEqual([]);
}

/** Half faded in, anything has too little contrast; endless animations are ignored. */
async function settle(page: Page): Promise<void> {
  // A page that is refreshed gets its title anew.
  await expect(page).toHaveTitle(/./);
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ending.map((animation) => animation.finished)).then(() => undefined);
  });
}
