import "server-only";
import { accountCall } from "#lib/api/call.ts";
import { jsonResponse } from "#lib/api/http/json-response.ts";
import { noInput } from "#lib/api/input.ts";
import { presentBalance } from "#lib/api/present.ts";
import { anyBalanceShape, balanceHeaders } from "#lib/api/shapes.ts";
import { database } from "#lib/database.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";

export const getBalance = accountCall({
  operationId: "getBalance",
  method: "GET",
  path: "/api/v1/balance",
  summary: "The current balance; expired credits are not counted",
  callers: { web: true, service: "read", device: "see-total" },
  input: noInput,
  answers: {
    "200": {
      description: "The balance, as far as it is visible to the caller's platform.",
      contentTypes: ["application/json"],
      schema: anyBalanceShape,
      headers: balanceHeaders,
    },
  },
  handle: async ({ caller }) => {
    const balance = await readBalance(database(), caller.account);
    return balance === null
      ? { slug: "not-found", detail: "account not found" }
      : jsonResponse(presentBalance(balance, caller.visibility), { headers: { "Credits-Account": caller.account } });
  },
});
