import { database } from "#lib/database.ts";
import { addUsageOf } from "#lib/ledger/usage/add-usage.ts";

// Adds the usage of the accounts named in its arguments, a few lines at a time, in a separate process that a test can kill.
for (const account of process.argv.slice(2)) while ((await addUsageOf(database(), account, 7)) > 0);
process.exit(0);
