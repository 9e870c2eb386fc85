import { answerReady } from "#lib/api/answer-ready.ts";
import { answer } from "#lib/api/http/answer.ts";
import { methods } from "#lib/api/methods.ts";

/** Answers whether this process can serve: the database is there and its tables are of this version. */
function tellReadiness(): Promise<Response> {
  return answer(answerReady);
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: tellReadiness });
