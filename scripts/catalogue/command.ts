import type { Db } from "#db/client.ts";
import { withDemoStripe } from "#scripts/launcher/demo-stripe.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import { wrongSubcommand } from "#scripts/read-words.ts";
import { apply, init } from "./apply-file.ts";
import { readArguments, usage } from "./arguments.ts";
import { changeFeature } from "./change-feature.ts";
import { changePlan } from "./change-plan.ts";
import { setPack, setPrice } from "./set-rows.ts";
import { exportFile, show } from "./show.ts";
import { sync } from "./sync.ts";

/**
 * Runs one call and returns its exit code.
 * @throws Problem when the call is invalid or cannot be carried out.
 */
export async function runCatalogue(db: Db, args: string[]): Promise<number> {
  const { positionals, values: options } = readArguments(args);
  const [what, ...words] = positionals;
  const extra = words.slice(mostWords.get(what ?? "") ?? 0);
  if (mostWords.has(what ?? "") && extra.length > 0) throw new Problem(`"${extra.join(" ")}" is too much:\n${usage}`);
  if (what === "apply") return (await apply(db, words[0], options.yes ?? false)) === "applied" ? 0 : notAppliedCode;
  if (what === "show") await show(db);
  else if (what === "export") await exportFile(db);
  else if (what === "init") await init(db, options.from);
  else if (what === "feature") await changeFeature(db, words, options);
  else if (what === "price") await setPrice(db, words, options);
  else if (what === "pack") await setPack(db, words, options);
  else if (what === "plan") await changePlan(db, words, options);
  else if (what === "sync") await withDemoStripe(() => sync(db));
  else throw wrongSubcommand(what, usage);
  return 0;
}

/** How many words follow: an ignored word is refused, because it may be half of what was meant. */
const mostWords = new Map([
  ["apply", 1],
  ["show", 0],
  ["export", 0],
  ["init", 0],
  ["feature", 2],
  ["price", 2],
  ["pack", 3],
  ["plan", 5],
  ["sync", 0],
]);

/** The exit code of an `apply` that shows changes and makes none, so that a pipeline can tell it from success. */
const notAppliedCode = 2;
