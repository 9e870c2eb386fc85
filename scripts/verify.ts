import { openDatabase } from "#db/client.ts";
import { verify } from "#lib/ledger/verify.ts";

// npm run verify: holds the database of DATABASE_URL to the laws of credits, and ends with 1 when one is broken.
const url = process.env.DATABASE_URL;
if (!url) throw new Error("DATABASE_URL is not set.");
const db = openDatabase(url, { max: 1 });
try {
  const findings = await verify(db);
  for (const { law, says, breach } of findings) {
    console.log(`${breach === null ? "kept  " : "BROKEN"}  ${law}  ${says}`);
    if (breach !== null) console.log(`           ${breach}`);
  }
  if (findings.some((finding) => finding.breach !== null)) process.exitCode = 1;
} finally {
  await db.$client.end();
}
