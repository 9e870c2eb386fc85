import { answerSpend } from "#lib/api/answer-spend.ts";
import { writeRoute } from "#lib/api/route.ts";
import { requests } from "#lib/api/shapes.ts";

export const POST = writeRoute({ web: true, service: "spend" }, requests.spend, ({ caller, body, asked }) =>
  answerSpend(caller, body, asked),
);
