import { findChromium } from "./launcher/chromium.ts";
import { Problem, runOrExplain } from "./launcher/problem.ts";
import { runBrowserTests } from "./launcher/test-runs.ts";

// npm run e2e [-- --all] [-- what Playwright takes, such as a file or --grep]: journeys in a real browser through the
// real product. --all checks every page in every theme, width and state.
await runOrExplain(async () => {
  const args = process.argv.slice(2);
  const all = args.includes("--all");
  const { failed } = await runBrowserTests({
    chromium: findChromium(),
    all,
    args: args.filter((arg) => arg !== "--all"),
  });
  if (failed > 0) throw new Problem(`${failed} failed`);
});
