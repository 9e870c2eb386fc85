import { methods } from "#lib/api/methods.ts";
import { requests } from "#lib/api/shapes.ts";
import { openAccount } from "#lib/auth/open-account.ts";
import { database } from "#lib/database.ts";
import { answer } from "#lib/http/answer.ts";
import { identifyKey } from "#lib/http/caller.ts";
import { readBody } from "#lib/http/read-body.ts";

function open(request: Request): Promise<Response> {
  return answer(async () => {
    const key = await identifyKey(request, "accounts");
    if ("slug" in key) return key;
    const read = await readBody(request, requests.account);
    if (read.status === "refused") return read.problem;
    const { id, made } = await openAccount(database(), read.body.email);
    return Response.json({ account: { id } }, { status: made ? 201 : 200 });
  });
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: open });
