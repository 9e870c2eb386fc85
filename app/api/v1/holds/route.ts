import { answerHold } from "#lib/api/answer-hold.ts";
import { methods } from "#lib/api/methods.ts";
import { presentHold } from "#lib/api/present-hold.ts";
import { queries } from "#lib/api/queries.ts";
import { readRoute, writeRoute } from "#lib/api/route.ts";
import { requests } from "#lib/api/shapes.ts";
import { database } from "#lib/database.ts";
import { readHolds } from "#lib/ledger/read-holds.ts";

const read = readRoute(
  { web: true, service: "read", device: "see-batches" },
  queries.holds,
  async ({ caller, query }) => {
    const { state = "all", reference = null, before = null, limit = 100 } = query ?? {};
    const page = await readHolds(database(), caller.account, { state, reference, before, limit });
    return Response.json({ holds: page.holds.map(presentHold), nextBefore: page.nextBefore });
  },
);

const write = writeRoute({ web: false, service: "spend", device: null }, requests.hold, ({ caller, body, asked }) =>
  answerHold(caller, body, asked),
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read, POST: write });
