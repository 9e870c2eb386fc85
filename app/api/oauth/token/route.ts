import { answerOAuth } from "#lib/api/http/oauth-answer.ts";
import { methods } from "#lib/api/methods.ts";
import { tokenResponse } from "#lib/api/oauth-response.ts";

function handOut(request: Request): Promise<Response> {
  return answerOAuth(() => tokenResponse(request));
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: handOut });
