import { answer } from "#lib/api/http/answer.ts";

/** Whatever no other route answers to: callers of the interface get a refusal that they can read, not a page. */
function refuse(): Promise<Response> {
  return answer(async () => ({ slug: "not-found", detail: "this path does not exist: see /api/openapi.json" }));
}

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as PATCH, refuse as POST, refuse as PUT };
