import { answerWebhook } from "#lib/api/answer-webhook.ts";
import { answer } from "#lib/api/http/answer.ts";
import { methods } from "#lib/api/methods.ts";

/** Receives Stripe's events; any failure inside responds with 5xx, so that Stripe delivers the event again. */
function take(request: Request): Promise<Response> {
  return answer(() => answerWebhook(request));
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: take });
