import { answerGrant } from "#lib/api/answer-grant.ts";
import { methods } from "#lib/api/methods.ts";
import { writeRoute } from "#lib/api/route.ts";
import { requests } from "#lib/api/shapes.ts";

const write = writeRoute({ web: false, service: "grant", device: null }, requests.grant, ({ caller, body, asked }) =>
  answerGrant(caller, body, asked),
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: write });
