import { answerCheckout } from "#lib/api/answer-checkout.ts";
import { writeRoute } from "#lib/api/route.ts";
import { requests } from "#lib/api/shapes.ts";

export const POST = writeRoute({ web: true, service: null }, requests.checkout, ({ caller, body, asked }) =>
  answerCheckout(caller, body, asked),
);
