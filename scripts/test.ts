import { findChromium } from "./launcher/chromium.ts";
import { runBrowserTests, runVitest, type TestCounts } from "./launcher/test-runs.ts";

// npm test: everything a stranger needs to trust a clone. The last line sums it up.
const counts: TestCounts[] = [];
await count(() => runVitest());
await count(() => runBrowserTests({ chromium: findChromium(), all: false, args: [] }));

const passed = counts.reduce((sum, one) => sum + one.passed, 0);
const failed = counts.reduce((sum, one) => sum + one.failed, 0);
process.exitCode = failed > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);

/** A part that cannot be run at all counts as one failure: the sum must not look green without it. */
async function count(run: () => Promise<TestCounts>): Promise<void> {
  try {
    counts.push(await run());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    counts.push({ passed: 0, failed: 1 });
  }
}
