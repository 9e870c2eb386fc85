import { methods } from "#lib/api/methods.ts";
import { presentTransaction, shownAtMost } from "#lib/api/present.ts";
import { queries } from "#lib/api/queries.ts";
import { readRoute } from "#lib/api/route.ts";
import { database } from "#lib/database.ts";
import { readHistoryInShort } from "#lib/ledger/read-history.ts";

const read = readRoute(
  { web: true, service: "read", device: "see-batches", page: "/profile/credits/history" },
  queries.transactions,
  async ({ caller, query }) => {
    const { limit = 50, from, to, type, kind, ...rest } = query ?? {};
    const filter = {
      ...rest,
      types: type,
      kinds: kind,
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
    };
    const { transactions, nextBefore } = await readHistoryInShort(database(), caller.account, filter, {
      limit,
      entries: shownAtMost,
    });
    const shown = transactions.map((line) => presentTransaction(line, caller.sees));
    return Response.json({ transactions: shown, nextBefore });
  },
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
