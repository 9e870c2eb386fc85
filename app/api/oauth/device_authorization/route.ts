import { answerDeviceAuthorization } from "#lib/api/answer-oauth.ts";
import { methods } from "#lib/api/methods.ts";
import { answerOAuth } from "#lib/http/oauth-answer.ts";

function authorize(request: Request): Promise<Response> {
  return answerOAuth(() => answerDeviceAuthorization(request));
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: authorize });
