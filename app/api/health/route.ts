import { answer } from "#lib/api/http/answer.ts";
import { methods } from "#lib/api/methods.ts";

/** Answers while the process lives, whatever else is the matter. */
function tellHealth(): Promise<Response> {
  return answer(async () => Response.json({ status: "ok" }));
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: tellHealth });
