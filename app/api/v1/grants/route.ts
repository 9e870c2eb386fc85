import { answerGrant } from "#lib/api/answer-grant.ts";
import { methods } from "#lib/api/methods.ts";
import { presentBatchWithSource, presentTransaction } from "#lib/api/present.ts";
import { queries } from "#lib/api/queries.ts";
import { keyRoute, writeRoute } from "#lib/api/route.ts";
import { requests } from "#lib/api/shapes.ts";
import { database } from "#lib/database.ts";
import { readGrantsOf } from "#lib/ledger/read-grants.ts";

const find = keyRoute("grant", queries.grants, async (fact) => {
  const grants = await readGrantsOf(database(), fact);
  return Response.json({
    grants: grants.map(({ account, transaction, batch }) => ({
      account,
      transaction: presentTransaction(transaction, "batches"),
      batch: presentBatchWithSource(batch),
    })),
  });
});

const write = writeRoute({ web: false, service: "grant", device: null }, requests.grant, ({ caller, body, asked }) =>
  answerGrant(caller, body, asked),
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: find, POST: write });
