import type { z } from "zod";
import { methods } from "#lib/api/methods.ts";
import { readVersion } from "#lib/api/path-number.ts";
import { presentEntry, shownAtMost } from "#lib/api/present.ts";
import { queries } from "#lib/api/queries.ts";
import { readRoute } from "#lib/api/route.ts";
import { database } from "#lib/database.ts";
import { readEntryPage } from "#lib/ledger/read-history.ts";

const read = readRoute<z.infer<typeof queries.entries>, { version: string }>(
  { web: true, service: "read", device: "see-batches", page: "/profile/credits/history" },
  queries.entries,
  async ({ caller, query, params }) => {
    const { limit = shownAtMost, after = null } = query ?? {};
    const version = readVersion(params.version);
    const page = version === null ? null : await readEntryPage(database(), caller.account, { version, after, limit });
    if (page === null) return { slug: "not-found", detail: "there is no such transaction, or no entry to go on from" };
    return Response.json({ entries: page.entries.map(presentEntry), nextAfter: page.nextAfter });
  },
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
