import { applyMigrations, grantRights } from "./local-postgres/database.ts";
import { withDatabase } from "./local-postgres/with-database.ts";
import { readWords } from "./read-words.ts";

/** How to call it. */
export const usage = `purse migrate
Needs only DATABASE_OWNER_URL. Grants the app's role its rights: the user of DATABASE_URL if that is set, otherwise the roles
that already have them. Without DATABASE_OWNER_URL the role of DATABASE_URL migrates and runs the app.`;

/** Applies missing migrations, and grants the app's role its rights. */
export async function run(words: string[]): Promise<void> {
  readWords({ usage, words, options: {}, most: 0 });
  await withDatabase(async (address) => {
    await applyMigrations(address.ownerUrl, "DATABASE_OWNER_URL");
    const roles = await grantRights(address);
    console.log("The database is up to date.");
    if (roles.length > 0) console.log(`The app's rights belong to ${roles.join(", ")}.`);
    else if (address.appUrl === address.ownerUrl)
      console.log("Only the owner has rights: set DATABASE_URL too, once, and its user gets the app's.");
  });
}
