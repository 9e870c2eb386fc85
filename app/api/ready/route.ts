import { answer } from "#lib/api/http/answer.ts";
import { methods } from "#lib/api/methods.ts";
import { readyResponse } from "#lib/api/ready-response.ts";

/** Reports whether this process can serve: the database answers and its schema has this version. */
function tellReadiness(): Promise<Response> {
  return answer(readyResponse);
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: tellReadiness });
