import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { invalidRequest } from "#lib/api/http/problem.ts";
import { jsonInput } from "#lib/api/input.ts";
import { outcomeResponse } from "#lib/api/outcome-response.ts";
import { presentWritten } from "#lib/api/present.ts";
import { requests } from "#lib/api/request-shapes.ts";
import { transactionShape, writtenBalanceShape } from "#lib/api/shapes.ts";
import { targetOf } from "#lib/credits/revocation.ts";
import { database } from "#lib/database.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readGrantsOf } from "#lib/ledger/read/grants.ts";
import { refuseSource } from "./grants.ts";

export const returnGrant = accountCall({
  operationId: "returnGrant",
  method: "POST",
  path: "/api/v1/grants/returns",
  summary:
    "Says how much of what was paid for a grant was returned in all, and brings what is taken back of its credits there: less than before gives credits back",
  callers: { web: false, service: "grant", device: null },
  keyed: true,
  input: jsonInput(requests.grantReturn),
  answers: {
    "200": z.strictObject({ balance: writtenBalanceShape }).meta({ description: "Nothing changed." }),
    "201": z.strictObject({ transaction: transactionShape, balance: writtenBalanceShape }),
  },
  handle: async ({ caller: { account, platform, actor }, input: { source, sourceId, paid, returned }, asked }) => {
    const errors = refuseSource(source);
    if (errors.length > 0) return invalidRequest(errors);
    const [grant] = await readGrantsOf(database(), { source, sourceId });
    if (grant === undefined || grant.account !== account) {
      return { slug: "not-found", detail: "this account was granted nothing for this source" };
    }
    const outcome = await commitOne(database(), {
      type: "revoke",
      account,
      batch: grant.batch.number,
      target: targetOf(grant.batch.granted, { paid: BigInt(paid), returned: BigInt(returned) }),
      reason: grant.batch.label,
      reference: sourceId,
      platform,
      actor,
      request: asked,
    });
    if (outcome.status === "refused" && outcome.refusal.slug === "unchanged") {
      const balance = await readBalance(database(), account);
      return Response.json({ balance: { version: balance?.version ?? 0, available: balance?.available ?? 0 } });
    }
    return await outcomeResponse(outcome, (line) => presentWritten(line, "batches"));
  },
});
