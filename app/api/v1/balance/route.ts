import { methods } from "#lib/api/methods.ts";
import { presentBalance } from "#lib/api/present.ts";
import { readRoute } from "#lib/api/route.ts";
import { database } from "#lib/database.ts";
import { readBalance } from "#lib/ledger/read-balance.ts";

const read = readRoute({ web: true, service: "read", device: "see-total" }, null, async ({ caller }) => {
  const balance = await readBalance(database(), caller.account);
  return balance === null
    ? { slug: "not-found", detail: "there is no such account" }
    : Response.json(presentBalance(balance, caller.sees));
});

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
