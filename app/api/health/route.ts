import { answer } from "#lib/api/http/answer.ts";
import { methods } from "#lib/api/methods.ts";

/** Responds while the process is alive, even if it cannot serve. */
function tellHealth(): Promise<Response> {
  return answer(async () => Response.json({ status: "ok" }));
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: tellHealth });
