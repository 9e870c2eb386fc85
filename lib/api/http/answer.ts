import { randomUUID } from "node:crypto";
import { isUnavailable } from "#db/failure.ts";
import { log } from "#lib/observability/log.ts";
import { requestId } from "#lib/observability/request-context.ts";
import { isLate } from "#lib/with-deadline.ts";
import { type Problem, problemResponse } from "./problem.ts";

/** What a handler returns: a response, or a problem that becomes one. */
export type Answer = Response | Problem;

/**
 * Runs a handler at the edge: refusals become problem documents; outages become 503 (the outcome may be unknown: the
 * same key finds out), or what `duringOutage` returns instead; bugs become 500 and are logged. Every response has a
 * request id and stays out of caches.
 */
export async function answer(
  run: () => Promise<Answer>,
  duringOutage: () => Response | null = () => null,
): Promise<Response> {
  const id = requestId() ?? randomUUID();
  const response = await run()
    .catch((error: unknown) => {
      const problem = explainFailure(error, id);
      return (problem.slug === "unavailable" ? duringOutage() : null) ?? problem;
    })
    .then((result) => (result instanceof Response ? result : problemResponse(result)));
  response.headers.set("X-Request-Id", id);
  if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "private, no-store");
  return response;
}

/** The problem for an error that a handler threw: an outage is a 503; a bug is a 500 and is logged. */
export function explainFailure(error: unknown, id = requestId() ?? randomUUID()): Problem {
  if (isUnavailable(error) || isLate(error)) {
    log.warn({ err: error, request: id }, "The database is unavailable");
    const detail = "the outcome may be unknown: try again with the same Idempotency-Key";
    return { slug: "unavailable", detail, retryAfterSeconds: 1 };
  }
  log.error({ err: error, request: id }, "A request failed");
  return { slug: "internal", detail: `the error was logged under ${id}` };
}
