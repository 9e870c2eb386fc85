import { methods } from "#lib/api/methods.ts";
import { answer } from "#lib/http/answer.ts";

/** Answers while the process lives, whatever else is the matter. */
function tellHealth(): Promise<Response> {
  return answer(async () => Response.json({ status: "ok" }));
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: tellHealth });
