import { answer } from "#lib/api/http/answer.ts";
import { methods } from "#lib/api/methods.ts";
import { webhookResponse } from "#lib/api/webhook-response.ts";

/** Receives Stripe's events; any failure inside responds with 5xx, so that Stripe delivers the event again. */
function take(request: Request): Promise<Response> {
  return answer(() => webhookResponse(request));
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: take });
