import { openDatabase } from "#db/client.ts";
import { verify } from "#lib/ledger/audit/verify.ts";
import { Problem, runOrExplain } from "./launcher/problem.ts";
import { withDatabase } from "./local-postgres/with-database.ts";

// npm run verify: holds the database (of DATABASE_URL, or else the demo's) to the invariants of credits, and ends with 1 when
// one is broken.
await runOrExplain(() => {
  if (process.argv.length > 2)
    throw new Problem("verify takes no options: it holds the whole database to all invariants.");
  return withDatabase(async ({ appUrl }) => {
    const db = openDatabase(appUrl, { max: 1 });
    try {
      const findings = await verify(db, ({ invariant, says, breach }) => {
        console.log(`${breach === null ? "kept  " : "BROKEN"}  ${`${invariant}`.padEnd(4)}  ${says}`);
        if (breach !== null) console.log(`              ${breach}`);
      });
      if (findings.some((finding) => finding.breach !== null)) process.exitCode = 1;
    } finally {
      await db.$client.end();
    }
  });
});
