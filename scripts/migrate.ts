import { runOrExplain } from "./launcher/problem.ts";
import { applyMigrations, grantRights } from "./local-postgres/database.ts";
import { withDatabase } from "./local-postgres/with-database.ts";

// npm run db:migrate: applies what the database lacks, as the owner (DATABASE_OWNER_URL, which is all that it needs), and
// gives the app's role what it may do: the user of DATABASE_URL where that is set, else the roles that had it before.
// Without an owner's address the one role does both.
await runOrExplain(() =>
  withDatabase(async (address) => {
    await applyMigrations(address.ownerUrl, "DATABASE_OWNER_URL");
    const roles = await grantRights(address);
    console.log("The database is up to date.");
    if (roles.length > 0) console.log(`The app's rights belong to ${roles.join(", ")}.`);
    else if (address.appUrl === address.ownerUrl)
      console.log("No role besides the owner has rights: set DATABASE_URL too, once, and its user gets the app's.");
  }),
);
