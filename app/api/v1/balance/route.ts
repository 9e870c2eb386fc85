import { readRoute } from "#lib/api/route.ts";
import { database } from "#lib/database.ts";
import { readBalance } from "#lib/ledger/read-balance.ts";

export const GET = readRoute({ web: true, service: "read" }, null, async ({ caller }) => {
  const balance = await readBalance(database(), caller.account);
  return balance === null ? { slug: "not-found", detail: "there is no such account" } : Response.json(balance);
});
