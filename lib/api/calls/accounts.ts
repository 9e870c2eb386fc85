import "server-only";
import { z } from "zod";
import { serviceCall } from "#lib/api/call.ts";
import { jsonInput } from "#lib/api/input.ts";
import { requests } from "#lib/api/request-shapes.ts";
import { database } from "#lib/database.ts";
import { openAccount } from "#lib/people/open-account.ts";

const answer = z.strictObject({ account: z.strictObject({ id: z.uuid() }) });

export const createAccount = serviceCall({
  operationId: "openAccount",
  method: "POST",
  path: "/api/v1/accounts",
  summary: "The account of the user with an email address; created if there is none",
  permission: "accounts",
  input: jsonInput(requests.account),
  answers: { "200": answer, "201": answer },
  handle: async ({ input: { email } }) => {
    const { id, made } = await openAccount(database(), email);
    return Response.json({ account: { id } }, { status: made ? 201 : 200 });
  },
});
