import { buildWhenChanged } from "./launcher/build.ts";
import { keepRunning } from "./launcher/steps.ts";
import { readWords } from "./read-words.ts";

/** How to call it. */
export const usage = `purse build
Builds the app ahead of time. The next start uses this build, and builds only if the sources have changed.`;

/** Builds the app unless its sources are unchanged. */
export async function run(words: string[]): Promise<void> {
  readWords({ usage, words, options: {}, most: 0 });
  const running = keepRunning();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void running.stopAll().then(() => process.exit(1)));
  console.log(`The build is ${await buildWhenChanged(running)}.`);
}
