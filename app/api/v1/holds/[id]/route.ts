import { noSuchHold } from "#lib/api/answer-hold.ts";
import { methods } from "#lib/api/methods.ts";
import { readNumber } from "#lib/api/path-number.ts";
import { presentHold } from "#lib/api/present-hold.ts";
import { readRoute } from "#lib/api/route.ts";
import { database } from "#lib/database.ts";
import { readHold } from "#lib/ledger/read-holds.ts";

const read = readRoute<never, { id: string }>(
  { web: true, service: "read", device: "see-batches" },
  null,
  async ({ caller, params: { id } }) => {
    const number = readNumber(id);
    const hold = number === null ? null : await readHold(database(), caller.account, number);
    return hold === null ? noSuchHold : Response.json({ hold: presentHold(hold) });
  },
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
