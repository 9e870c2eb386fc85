import { answer } from "#lib/api/http/answer.ts";
import { methods } from "#lib/api/methods.ts";
import { describeApi } from "#lib/api/openapi.ts";

function describe(): Promise<Response> {
  return answer(async () => Response.json(describeApi(), { headers: { "Cache-Control": "public, max-age=300" } }));
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: describe });
