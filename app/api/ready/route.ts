import { answerReady } from "#lib/api/answer-ready.ts";
import { answer } from "#lib/http/answer.ts";

/** Answers whether this process can serve: the database is there and its tables are of this version. */
export function GET(): Promise<Response> {
  return answer(answerReady);
}
