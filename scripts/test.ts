import { findChromium } from "./launcher/chromium.ts";
import { runBrowserTests, runVitest, type TestCounts } from "./launcher/test-runs.ts";
import { readWords } from "./read-words.ts";

/** How to call it. */
export const usage = `purse test
Runs all tests: unit and database tests, then the browser. The last line is the summary.`;

/** Runs all tests; exit code 1 when one fails. */
export async function run(words: string[]): Promise<void> {
  readWords({ usage, words, options: {}, most: 0 });
  const vitest = await count(() => runVitest());
  const browser = await count(() => runBrowserTests({ chromium: findChromium(), all: false, args: [] }));
  const failed = vitest.failed + browser.failed;
  process.exitCode = failed > 0 ? 1 : 0;
  console.log(`${vitest.passed + browser.passed} passed, ${failed} failed`);
}

/** A part that cannot be run at all counts as one failure: the sum must not look green without it. */
async function count(runPart: () => Promise<TestCounts>): Promise<TestCounts> {
  try {
    return await runPart();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}
