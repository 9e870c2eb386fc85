import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { log } from "#lib/observability/log.ts";
import { inRequest, type RequestContext } from "#lib/observability/request-context.ts";

const route = z.object({ page: z.string(), regex: z.string() });
const manifestShape = z.object({ staticRoutes: z.array(route), dynamicRoutes: z.array(route) });

/** The routes of a build, which name a request in the log: a path contains ids, and anything that a caller puts there. */
export function readRoutes(manifestPath: string): (path: string) => string {
  const { staticRoutes, dynamicRoutes } = manifestShape.parse(JSON.parse(readFileSync(manifestPath, "utf8")));
  const fixed = new Set(staticRoutes.map(({ page }) => page));
  const patterns = dynamicRoutes.map(({ page, regex }) => ({ page, regex: new RegExp(regex) }));
  return (path) => {
    if (fixed.has(path)) return path;
    if (path.startsWith("/_next/")) return "/_next/*";
    return patterns.find(({ regex }) => regex.test(path))?.page ?? "unknown";
  };
}

/** Paths that are requested so often that they would bury the others. */
const quiet = new Set(["/_next/*", "/api/health", "/api/ready", "/icon.svg"]);

/** Serves a request under an id of its own, and logs one line when the response was sent. */
export function logRequest(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  routeOf: (path: string) => string,
  handle: () => void,
): void {
  const began = performance.now();
  const context: RequestContext = { id: randomUUID(), caller: "none", route: null };
  const { method } = request;
  const path = request.url?.split("?")[0] ?? "";
  response.setHeader("X-Request-Id", context.id);
  response.once("close", () => {
    const { statusCode: status, writableFinished } = response;
    const named = context.route ?? routeOf(path);
    const ms = Math.round((performance.now() - began) * 10) / 10;
    const line = { request: context.id, method, route: named, status, ms, caller: context.caller };
    const level = status >= 500 ? "warn" : quiet.has(named) ? "debug" : "info";
    log[level](writableFinished ? line : { ...line, aborted: true }, "request");
  });
  inRequest(context, handle);
}
