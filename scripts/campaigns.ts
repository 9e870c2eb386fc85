import { openDatabase } from "#db/client.ts";
import { usage } from "./campaigns/arguments.ts";
import { runCampaigns } from "./campaigns/command.ts";
import { withDatabase } from "./local-postgres/with-database.ts";

export { usage };

/** Shows and changes campaigns; every change is kept with its operator and reason. */
export async function run(words: string[]): Promise<void> {
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 1 });
    try {
      await runCampaigns(db, words);
    } finally {
      await db.$client.end();
    }
  });
}
