import { readFileSync } from "node:fs";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectContrast } from "./expect-accessible.ts";
import { findHidden, findIndistinct, findSmallTargets } from "./page-sight.ts";
import { visits } from "./page-visits.ts";
import type { Visit } from "./visit.ts";

interface Look {
  width: 1280 | 360 | 320;
  /** One after the other, on the same page: the second by a change of theme. */
  schemes: readonly ["light"] | readonly ["light", "dark"];
}

const light = ["light"] as const;
const both = ["light", "dark"] as const;
const everything: Look[] = [
  { width: 1280, schemes: both },
  { width: 360, schemes: both },
  { width: 320, schemes: light },
];
/** Pages with all kinds of parts. A unit test checks the contrast of all colours in both themes. */
const alsoDark = ["/profile/credits", "/profile/credits/store"];
// At 360 px phone.spec.ts checks the pages that are used most on a phone.
const usually = ({ route }: Visit): Look[] => [{ width: 1280, schemes: alsoDark.includes(route) ? both : light }];
const chosen = process.env.E2E_ALL ? visits : visits.filter(({ full }) => full);

test("every page of the build is visited, with --all in further states, themes and widths", () => {
  const manifest: Record<string, string> = JSON.parse(readFileSync(".next/app-path-routes-manifest.json", "utf8"));
  const pages = Object.entries(manifest).flatMap(([file, route]) => (file.endsWith("/page") ? [route] : []));
  // The page for a failed root layout cannot be visited: only a bug shows it.
  expect([...new Set(chosen.map(({ route }) => route))].sort()).toEqual(
    pages.filter((route) => route !== "/_global-error").sort(),
  );
});

for (const visit of chosen) {
  for (const look of process.env.E2E_ALL ? everything : usually(visit)) {
    test(`${visit.route} (${visit.state}) meets WCAG 2.2 AA, ${look.schemes.join(" and ")} at ${look.width}`, async ({
      browser,
    }) => {
      await check(browser, visit, look);
    });
  }
}

for (const visit of process.env.E2E_ALL ? visits : chosen.filter(({ route }) => route.endsWith("/store"))) {
  test(`${visit.route} (${visit.state}) at a zoom of 400 %, and in forced colours`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: { width: 320, height: 225 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    await visit.open(page);
    await takePicture(page, visit, "320x225");
    expect(await findHidden(page), "can be scrolled to, and seen").toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ forcedColors: "active" });
    expect(await findIndistinct(page), "told from its background or from its neighbours").toEqual([]);
    await takePicture(page, visit, "forced-colours");
    await context.close();
  });
}

async function check(browser: Browser, visit: Visit, { width, schemes }: Look): Promise<void> {
  const phone = width < 768;
  const context = await browser.newContext({
    colorScheme: "light",
    viewport: { width, height: phone ? 780 : 900 },
    reducedMotion: "reduce",
    hasTouch: phone,
    isMobile: phone,
  });
  const page = await context.newPage();
  const errors = errorsOf(page);
  await visit.open(page);
  await takePicture(page, visit, `${width}-light`);
  // An open menu covers the page and belongs to no part of it.
  await expectAccessible(page, { without: visit.state.endsWith("menu open") ? ["region"] : [] });
  if (schemes.length > 1) {
    await page.emulateMedia({ colorScheme: "dark" });
    await expectContrast(page);
    await takePicture(page, visit, `${width}-dark`);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth), "scrolls sideways").toBeLessThanOrEqual(
    width,
  );
  if (phone) expect(await findSmallTargets(page), "easy to miss with a finger").toEqual([]);
  expect(
    await page
      .getByText(/^Demo(nstration)?$/)
      .locator("visible=true")
      .count(),
    "marks of the demo",
  ).toBeLessThanOrEqual(1);
  expect(errors, "errors in the console").toEqual([]);
  await context.close();
}

/** With `--all`: a picture to look at, in `test-results`. In a small window it is what the window shows. */
async function takePicture(page: Page, { route, state }: Visit, folder: string): Promise<void> {
  if (!process.env.E2E_ALL) return;
  const name = `${route} ${state}`.replaceAll(/[^a-z0-9]+/gi, "-");
  const fullPage = folder !== "320x225";
  // What stays on top would stand in the middle of the picture.
  if (fullPage) await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: `test-results/${folder}/${name}.png`, fullPage });
}

/** What the browser reports: blocked scripts and styles, texts that differ from the server's, thrown errors. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    // Browsers report the 404 of a page that does not exist, and the 426 that tells an app that it is too old.
    if (message.type() === "error" && !/status of (404|426)/.test(message.text())) errors.push(message.text());
  });
  return errors;
}
