import { methods } from "#lib/api/methods.ts";
import { readVersion } from "#lib/api/path-number.ts";
import { presentTransaction, shownAtMost } from "#lib/api/present.ts";
import { readRoute } from "#lib/api/route.ts";
import { database } from "#lib/database.ts";
import { readTransactionInShort } from "#lib/ledger/read-history.ts";

const read = readRoute<never, { version: string }>(
  { web: true, service: "read", device: "see-batches", page: "/profile/credits/history" },
  null,
  async ({ caller, params: { version } }) => {
    const number = readVersion(version);
    const line = number === null ? null : await readTransactionInShort(database(), caller.account, number, shownAtMost);
    return line === null
      ? { slug: "not-found", detail: "there is no such transaction" }
      : Response.json(presentTransaction(line, caller.sees));
  },
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
