import { answer } from "#lib/http/answer.ts";

/** Answers while the process lives, whatever else is the matter. */
export function GET(): Promise<Response> {
  return answer(async () => Response.json({ status: "ok" }));
}
