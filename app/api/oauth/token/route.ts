import { answerToken } from "#lib/api/answer-oauth.ts";
import { answerOAuth } from "#lib/api/http/oauth-answer.ts";
import { methods } from "#lib/api/methods.ts";

function handOut(request: Request): Promise<Response> {
  return answerOAuth(() => answerToken(request));
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: handOut });
