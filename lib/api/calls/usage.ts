import "server-only";
import { accountCall } from "#lib/api/call.ts";
import { queryInput } from "#lib/api/input.ts";
import { queries } from "#lib/api/queries.ts";
import { usageShape } from "#lib/api/usage-shapes.ts";
import { database } from "#lib/database.ts";
import { readUsage } from "#lib/ledger/usage/read-usage.ts";

export const getUsage = accountCall({
  operationId: "getUsage",
  method: "GET",
  path: "/api/v1/usage",
  summary: "What was used, by day, week or month",
  callers: { web: true, service: "read", device: null },
  input: queryInput(queries.usage),
  answers: { "200": usageShape },
  handle: async ({ caller, input: { from, to, by = "day", group = "feature", timeZone = "UTC" } }) => {
    const parts = await readUsage(database(), caller.account, { from, to, unit: by, group, timeZone });
    return Response.json({
      used: parts.reduce((sum, part) => sum + part.used, 0),
      parts: parts.map(({ by: names, ...part }) => ({
        ...part,
        groups: [...names].map(([name, used]) => ({ name, used })),
      })),
    });
  },
});
