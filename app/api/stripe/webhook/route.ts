import { answerWebhook } from "#lib/api/answer-webhook.ts";
import { answer } from "#lib/http/answer.ts";

/** Takes Stripe's events; whatever fails inside answers 5xx, so that Stripe delivers the event again. */
export function POST(request: Request): Promise<Response> {
  return answer(() => answerWebhook(request));
}
