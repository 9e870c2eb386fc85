/** The problems of the interface and their usual status. `/problems/<slug>` explains each. */
export const problemStatus = {
  "invalid-request": 422,
  unauthenticated: 401,
  "not-allowed": 403,
  "not-on-this-platform": 403,
  "client-too-old": 426,
  "not-found": 404,
  "method-not-allowed": 405,
  "insufficient-credits": 402,
  "idempotency-key-missing": 400,
  "idempotency-key-reused": 422,
  "quote-expired": 409,
  "quote-changed": 409,
  "source-used": 409,
  "hold-not-open": 409,
  "exceeds-hold": 409,
  "exceeds-spend": 409,
  "campaign-over": 409,
  "already-claimed": 409,
  "limit-reached": 409,
  "not-eligible": 403,
  "code-unknown": 404,
  "account-frozen": 403,
  "buying-frozen": 403,
  "results-full": 409,
  "rate-limited": 429,
  unavailable: 503,
  internal: 500,
} as const;

export type ProblemSlug = keyof typeof problemStatus;

const titles: Record<ProblemSlug, string> = {
  "invalid-request": "Invalid request",
  unauthenticated: "Sign in first",
  "not-allowed": "You are not allowed to do this",
  "not-on-this-platform": "Not available on this platform",
  "client-too-old": "This version is too old",
  "not-found": "Not found",
  "method-not-allowed": "Method not allowed",
  "insufficient-credits": "Not enough credits",
  "idempotency-key-missing": "The Idempotency-Key header is missing",
  "idempotency-key-reused": "The Idempotency-Key was used for another request",
  "quote-expired": "The quote has expired",
  "quote-changed": "The quote has changed",
  "hold-not-open": "The hold is not open",
  "exceeds-hold": "The hold has fewer credits than that",
  "exceeds-spend": "The spend has fewer credits to return than that",
  "campaign-over": "The campaign has ended",
  "already-claimed": "Already claimed",
  "limit-reached": "Nothing is left to claim",
  "not-eligible": "This account cannot claim",
  "code-unknown": "The code is not valid",
  "account-frozen": "Spending is paused for this account",
  "buying-frozen": "Buying is paused for this account",
  "results-full": "There is no space for more results",
  "source-used": "This source was already granted",
  "rate-limited": "Too many requests",
  unavailable: "Temporarily unavailable",
  internal: "Something went wrong",
};

/** A problem to respond with. `more` has the fields that its slug adds. */
export interface Problem {
  slug: ProblemSlug;
  detail: string;
  status?: number;
  more?: Record<string, unknown>;
  retryAfterSeconds?: number;
  headers?: Record<string, string>;
}

/** The problem as RFC 9457 defines it. */
export function problemBody({ slug, detail, more, status = problemStatus[slug] }: Problem) {
  return { type: `/problems/${slug}`, title: titles[slug], status, detail, ...more };
}

/** A response with that body and the headers of its status. */
export function problemResponse(problem: Problem): Response {
  const { retryAfterSeconds } = problem;
  const body = problemBody(problem);
  const { status } = body;
  const headers = new Headers({ ...problem.headers, "Content-Type": "application/problem+json" });
  if (retryAfterSeconds !== undefined) headers.set("Retry-After", String(Math.ceil(retryAfterSeconds)));
  if (status === 401) headers.set("WWW-Authenticate", "Bearer");
  return new Response(JSON.stringify(body), { status, headers });
}

/** The response to a request that no handler can process, such as one with an invalid address. */
export function malformedRequest(): Response {
  return problemResponse(invalidRequest([{ path: "", message: "the request cannot be read" }], 400));
}

/** The problem of an invalid request; `errors` name paths and messages. */
export function invalidRequest(errors: { path: string; message: string }[], status = 422): Problem {
  const detail = errors.map(({ path, message }) => (path ? `${path} ${message}` : message)).join("; ");
  return { slug: "invalid-request", detail, status, more: { errors } };
}
