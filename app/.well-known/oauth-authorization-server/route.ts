import { answer } from "#lib/api/http/answer.ts";
import { methods } from "#lib/api/methods.ts";
import { oauthMetadata } from "#lib/api/oauth-metadata.ts";

function discover(): Promise<Response> {
  return answer(async () => Response.json(oauthMetadata(), { headers: { "Cache-Control": "public, max-age=300" } }));
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: discover });
