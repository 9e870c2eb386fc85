import { answerReady } from "#lib/api/answer-ready.ts";
import { methods } from "#lib/api/methods.ts";
import { answer } from "#lib/http/answer.ts";

/** Answers whether this process can serve: the database is there and its tables are of this version. */
function tellReadiness(): Promise<Response> {
  return answer(answerReady);
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: tellReadiness });
