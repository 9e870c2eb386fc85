import { answerGrant } from "#lib/api/answer-grant.ts";
import { writeRoute } from "#lib/api/route.ts";
import { requests } from "#lib/api/shapes.ts";

export const POST = writeRoute({ web: false, service: "grant" }, requests.grant, ({ caller, body, asked }) =>
  answerGrant(caller, body, asked),
);
