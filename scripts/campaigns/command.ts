import type { Db } from "#db/client.ts";
import { wrongSubcommand } from "#scripts/read-words.ts";
import { readArguments, usage } from "./arguments.ts";
import { create, edit, stop } from "./change.ts";
import { codes } from "./codes.ts";
import { list, show } from "./show.ts";

/**
 * Runs one call.
 * @throws Problem when the call is invalid or cannot be carried out.
 */
export async function runCampaigns(db: Db, words: string[]): Promise<void> {
  const { positionals, values } = readArguments(words);
  const [what, slug] = positionals;
  switch (what) {
    case "list":
      return await list(db);
    case "show":
      return await show(db, slug);
    case "create":
      return await create(db, slug, values);
    case "edit":
      return await edit(db, slug, values);
    case "pause":
    case "resume":
    case "end":
      return await stop(db, what, slug, values);
    case "codes":
      return await codes(db, slug, values);
    default:
      throw wrongSubcommand(what, usage);
  }
}
