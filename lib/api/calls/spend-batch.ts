import "server-only";
import { z } from "zod";
import { serviceCall } from "#lib/api/call.ts";
import { explainFailure } from "#lib/api/http/answer.ts";
import { jsonResponse } from "#lib/api/http/json-response.ts";
import { type Problem, problemBody } from "#lib/api/http/problem.ts";
import { idempotencyKey } from "#lib/api/http/read-idempotency-key.ts";
import { jsonInput } from "#lib/api/input.ts";
import { presentWritten } from "#lib/api/present.ts";
import { problemUnion } from "#lib/api/problem-shapes.ts";
import { requests } from "#lib/api/request-shapes.ts";
import { transactionShape, writtenBalanceShape } from "#lib/api/shapes.ts";
import { explainUse } from "#lib/api/use-response.ts";
import { database } from "#lib/database.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { spend } from "#lib/spending/spend.ts";

const mostSpends = 256;
const maxBytes = 256 * 1024;

const one = requests.spend.extend({ account: z.uuid().toLowerCase(), key: z.string().regex(idempotencyKey) });
const result = z.strictObject({
  status: z.int().meta({ description: "The status that the single call would have returned." }),
  replayed: z.boolean(),
  transaction: transactionShape.optional(),
  balance: writtenBalanceShape.optional(),
  problem: problemUnion([
    "insufficient-credits",
    "quote-expired",
    "quote-changed",
    "account-frozen",
    "not-found",
    "invalid-request",
    "idempotency-key-reused",
    "unavailable",
    "internal",
  ]).optional(),
});

export const spendBatch = serviceCall({
  operationId: "spendBatch",
  method: "POST",
  path: "/api/v1/spends/batch",
  summary:
    "Spends of several accounts in one request, each on its own: a refused spend does not affect the others. A request with an invalid field is refused as a whole",
  permission: "spend",
  input: jsonInput(z.strictObject({ spends: z.array(one).min(1).max(mostSpends) }), { maxBytes }),
  answers: { "200": z.strictObject({ results: z.array(result) }) },
  handle: async ({ key, input: { spends } }) =>
    jsonResponse({ results: await Promise.all(spends.map((each) => spendOne(each, key))) }),
});

/** The fingerprint is that of the single call, so that a retry with either call is a replay. */
async function spendOne(
  { account, key, ...body }: z.infer<typeof one>,
  { name, client }: { name: string; client: string },
): Promise<object> {
  const { quote = null, ...use } = body;
  const request = requestKey(`service:${client}`, key, { method: "POST", path: "/api/v1/spends", body });
  const about = { platform: null, actor: `service:${name}`, request };
  try {
    const outcome = await spend(database(), { ...use, account, quote, ...about });
    if (outcome.status === "done") {
      return { status: 201, replayed: outcome.replayed, ...presentWritten(outcome.transaction, "batches") };
    }
    return refused(await explainUse(outcome.refusal, { account, visibility: "batches", returnLink: null }, use));
  } catch (error) {
    return refused(explainFailure(error));
  }
}

function refused(problem: Problem): object {
  const body = problemBody(problem);
  return { status: body.status, replayed: false, problem: body };
}
