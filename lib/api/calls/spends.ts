import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { jsonInput } from "#lib/api/input.ts";
import { outcomeResponse } from "#lib/api/outcome-response.ts";
import { readVersion } from "#lib/api/path-number.ts";
import { presentWritten } from "#lib/api/present.ts";
import { requests } from "#lib/api/request-shapes.ts";
import { anyTransactionShape, transactionShape, writtenBalanceShape } from "#lib/api/shapes.ts";
import { spendResponse } from "#lib/api/spend-response.ts";
import { webPages } from "#lib/api/web-pages.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { findReplay } from "#lib/ledger/commit/find-replay.ts";

const written = z.strictObject({ transaction: transactionShape, balance: writtenBalanceShape });
const version = "$response.body#/transaction/version";

export const spend = accountCall({
  operationId: "spend",
  method: "POST",
  path: "/api/v1/spends",
  summary: "Spends credits on a feature: all that it costs, or none",
  callers: { web: true, service: "spend", device: "spend" },
  featureOf: ({ feature }) => feature,
  keyed: true,
  input: jsonInput(requests.spend),
  answers: { "201": written.extend({ transaction: anyTransactionShape }) },
  problems: ["insufficient-credits", "quote-expired", "quote-changed", "account-frozen", "rate-limited"],
  links: { getTransaction: { version }, refund: { version } },
  handle: async ({ caller, input, asked }) => await spendResponse(caller, input, asked),
});

export const refund = accountCall({
  operationId: "refund",
  method: "POST",
  path: "/api/v1/spends/{version}/refunds",
  summary: "Returns a spend or a capture, in whole or in part, to the batches it was taken from",
  callers: { web: false, service: "refund", device: null, page: webPages.refund },
  params: z.object({ version: z.string().meta({ description: "The version of the spend or the capture." }) }),
  keyed: true,
  input: jsonInput(requests.refund),
  answers: { "201": written },
  problems: ["exceeds-spend"],
  handle: async ({ caller: { account, platform, actor }, input: { amount, reason }, params, asked }) => {
    const of = readVersion(params.version);
    if (of === null) {
      const replay = await findReplay(database(), account, asked);
      if (replay === null) return { slug: "not-found", detail: "transaction not found" };
      return await outcomeResponse(replay, presentAll);
    }
    const about = { account, platform, actor, request: asked };
    const outcome = await commitOne(database(), { type: "refund", of, amount: amount ?? null, reason, ...about });
    return await outcomeResponse(outcome, presentAll);
  },
});

/** For product back ends, which see everything. */
function presentAll(line: Transaction) {
  return presentWritten(line, "batches");
}
