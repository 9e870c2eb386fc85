import { openDatabase } from "#db/client.ts";
import { usage } from "./catalogue/arguments.ts";
import { runCatalogue } from "./catalogue/command.ts";
import { withDatabase } from "./local-postgres/with-database.ts";

export { usage };

/**
 * Shows and changes the catalogue. Prices and packs change by rows that apply from an instant on (now, or a later one);
 * earlier sales keep their own.
 */
export async function run(words: string[]): Promise<void> {
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 1 });
    try {
      process.exitCode = await runCatalogue(db, words);
    } finally {
      await db.$client.end();
    }
  });
}
