import { answer } from "#lib/api/http/answer.ts";

/** Catches every path under /api that has no other route: API callers get a problem they can parse, not a page. */
function refuse(): Promise<Response> {
  return answer(async () => ({ slug: "not-found", detail: "this path does not exist: see /api/openapi.json" }));
}

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as PATCH, refuse as POST, refuse as PUT };
