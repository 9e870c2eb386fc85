import { accountCall } from "#lib/api/call.ts";
import { jsonResponse } from "#lib/api/http/json-response.ts";
import { noInput } from "#lib/api/input.ts";

/** The baseline for a spend: it authenticates the caller as a spend does, and does nothing else. */
export const emptyCall = accountCall({
  operationId: "benchEmpty",
  method: "POST",
  path: "/api/v1/bench-empty",
  summary: "Nothing",
  callers: { web: true, service: "spend", device: "spend" },
  input: noInput,
  answers: {},
  handle: async ({ caller }) => jsonResponse({ account: caller.account }, { status: 201 }),
});
