import { readWords } from "./read-words.ts";
import { launch } from "./start.ts";

/** How to call it. */
export const usage = "purse dev";

/** Starts the product with Next's development server, which reloads what changes. */
export async function run(words: string[]): Promise<void> {
  readWords({ usage, words, options: {}, most: 0 });
  await launch({ dev: true });
}
