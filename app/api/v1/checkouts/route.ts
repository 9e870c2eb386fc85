import { answerCheckout } from "#lib/api/answer-checkout.ts";
import { methods } from "#lib/api/methods.ts";
import { writeRoute } from "#lib/api/route.ts";
import { requests } from "#lib/api/shapes.ts";

const write = writeRoute({ web: true, service: null }, requests.checkout, ({ caller, body, asked }) =>
  answerCheckout(caller, body, asked),
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: write });
