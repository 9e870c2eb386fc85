import type { Db } from "#db/client.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import { apply, init } from "./apply-file.ts";
import { readArguments, usage } from "./arguments.ts";
import { changeFeature } from "./change-feature.ts";
import { setPack, setPrice } from "./set-rows.ts";
import { exportFile, show } from "./show.ts";

/**
 * Does what the words of one call say, and answers its exit code.
 * @throws Problem when they cannot be understood or done.
 */
export async function runCatalogue(db: Db, args: string[]): Promise<number> {
  const { positionals, values: options } = readArguments(args);
  const [what, ...words] = positionals;
  if (what === "apply") return (await apply(db, words[0], options.yes ?? false)) === "applied" ? 0 : notAppliedCode;
  if (what === "show") await show(db);
  else if (what === "export") await exportFile(db);
  else if (what === "init") await init(db, options.from);
  else if (what === "feature") await changeFeature(db, words, options);
  else if (what === "price") await setPrice(db, words, options);
  else if (what === "pack") await setPack(db, words, options);
  else throw new Problem(usage);
  return 0;
}

/** Of an `apply` that shows changes and makes none, so that a pipeline can tell it from success. */
const notAppliedCode = 2;
