import { findChromium } from "./launcher/chromium.ts";
import { Problem } from "./launcher/problem.ts";
import { runBrowserTests } from "./launcher/test-runs.ts";

/** How to call it. */
export const usage = `purse e2e [--all] [Playwright options, such as a file or --grep TEXT]
Tests the product in a real browser. --all also runs the tests tagged @all, checks every page in every theme, width and state, and takes pictures.`;

/** Runs Playwright's tests; Playwright itself names options that it does not know. */
export async function run(words: string[]): Promise<void> {
  const args = words.filter((word) => word !== "--all");
  const { failed } = await runBrowserTests({ chromium: findChromium(), all: words.includes("--all"), args });
  if (failed > 0) throw new Problem(`${failed} failed`);
}
