import postgres from "postgres";
import { grantAppRole } from "#db/grant-app-role.ts";
import { migrate } from "#db/migrate.ts";
import { runOrExplain } from "./launcher/problem.ts";
import { withDatabase } from "./launcher/with-database.ts";

// npm run db:migrate: applies what the database lacks, as the owner (DATABASE_OWNER_URL), and gives the app's role
// (the user of DATABASE_URL) what it may do. Without an owner's address the one role does both.
await runOrExplain(() =>
  withDatabase(async ({ ownerUrl, appUrl }) => {
    await migrate(ownerUrl);
    const [owner, role] = [ownerUrl, appUrl].map((url) => decodeURIComponent(new URL(url).username));
    if (role && role !== owner) {
      const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
      await grantAppRole(sql, role);
      await sql.end();
    }
    console.log("The database is up to date.");
  }),
);
