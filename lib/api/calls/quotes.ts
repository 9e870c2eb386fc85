import "server-only";
import { accountCall } from "#lib/api/call.ts";
import { jsonInput } from "#lib/api/input.ts";
import { quoteResponse } from "#lib/api/quote-response.ts";
import { requests } from "#lib/api/request-shapes.ts";
import { anyQuoteShape } from "#lib/api/shapes.ts";
import { withinLimit } from "#lib/api/within-limit.ts";

export const makeQuote = accountCall({
  operationId: "makeQuote",
  method: "POST",
  path: "/api/v1/quotes",
  summary: "Quotes a spend; the price is valid for five minutes",
  callers: { web: true, service: "spend", device: "spend" },
  featureOf: ({ feature }) => feature,
  input: jsonInput(requests.quote),
  answers: { "200": anyQuoteShape },
  problems: ["rate-limited"],
  handle: async ({ caller, input }) =>
    (await withinLimit(caller, "quotes", 120)) ?? (await quoteResponse(caller, input)),
});
