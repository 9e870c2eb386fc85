import { describeApi } from "#lib/api/openapi.ts";

export function GET(): Response {
  return Response.json(describeApi(), { headers: { "Cache-Control": "public, max-age=300" } });
}
