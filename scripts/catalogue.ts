import { openDatabase } from "#db/client.ts";
import { runCatalogue } from "./catalogue/command.ts";
import { runOrExplain } from "./launcher/problem.ts";
import { withDatabase } from "./local-postgres/with-database.ts";

// npm run catalogue -- show | export | init | apply | feature | price | pack, as catalogue/arguments.ts says.
// Prices and packs change by rows that hold from an instant on (now, or a later one); what was sold before keeps its own.
await runOrExplain(async () => {
  await withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 1 });
    try {
      process.exitCode = await runCatalogue(db, process.argv.slice(2));
    } finally {
      await db.$client.end();
    }
  });
});
