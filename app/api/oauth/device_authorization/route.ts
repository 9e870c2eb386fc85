import { answerOAuth } from "#lib/api/http/oauth-answer.ts";
import { methods } from "#lib/api/methods.ts";
import { deviceAuthorizationResponse } from "#lib/api/oauth-response.ts";

function authorize(request: Request): Promise<Response> {
  return answerOAuth(() => deviceAuthorizationResponse(request));
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: authorize });
