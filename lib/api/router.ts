import "server-only";
import { Hono } from "hono";
import { answer } from "#lib/api/http/answer.ts";
import { noteRoute } from "#lib/observability/request-context.ts";
import { allCalls } from "./all-calls.ts";
import type { Call } from "./call.ts";
import type { Params } from "./call-declaration.ts";
import { allowHeader, refuseMethod } from "./methods.ts";

/** A handler of web-standard requests: Next's catch-all route and the server process both serve the same one. */
export interface ApiRouter {
  fetch: (request: Request) => Response | Promise<Response>;
}

const methodOrder = ["GET", "POST", "DELETE"] as const;

/** The interface's router. */
export const api: ApiRouter = routeCalls(allCalls);

/** Routes requests to calls by path and method; other methods get 405 with `Allow`, other paths 404. */
export function routeCalls(calls: readonly Call[]): ApiRouter {
  const app = new Hono({ strict: false });
  for (const [path, those] of Map.groupBy(calls, (call) => call.path)) {
    const servePath = methodsOf(path, those);
    app.all(path.replace(/\{(\w+)\}/g, ":$1"), ({ req }) => servePath(req.raw, req.param()));
  }
  app.notFound(() =>
    answer(async () => ({ slug: "not-found", detail: "this path does not exist: see /api/openapi.json" })),
  );
  return { fetch: (request) => app.fetch(request) };
}

/** Serves one path: its methods, HEAD and OPTIONS. Any other method is refused with a list of these. */
function methodsOf(path: string, calls: readonly Call[]): (request: Request, params: Params) => Promise<Response> {
  const byMethod = new Map<string, Call>(calls.map((call) => [call.method, call]));
  const allowed = allowHeader(methodOrder.filter((method) => byMethod.has(method)));
  const reading = byMethod.get("GET");
  if (reading !== undefined) byMethod.set("HEAD", reading);
  return (request, params) => {
    noteRoute(path);
    const call = byMethod.get(request.method);
    if (call !== undefined) return call.serve(request, params);
    if (request.method === "OPTIONS") {
      return answer(async () => new Response(null, { status: 204, headers: { Allow: allowed } }));
    }
    return refuseMethod(request.method, allowed);
  };
}
