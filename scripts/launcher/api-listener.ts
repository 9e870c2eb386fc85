import "./server-only.ts";
import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { apiSecurityHeaders, securityHeaders } from "#lib/api/http/security-headers.ts";

/** Serves a request of the interface without Next; false when it is another request, or Next must serve it. */
export type ApiListener = (request: IncomingMessage, response: ServerResponse) => boolean;

const repeatedSlash = /\\|\/\//;
const headers = Object.entries({ ...securityHeaders, ...apiSecurityHeaders });

/**
 * Serves the calls of the interface before Next, from the same table as Next's catch-all route: a call then costs less
 * than half. `DIRECT_API=off` leaves them to Next, as on a host that starts Next itself.
 */
export async function openApiListener(): Promise<ApiListener> {
  if (process.env.DIRECT_API === "off") return () => false;
  // Loaded only now: what it imports needs the hook above.
  const { routeCalls } = await import("#lib/api/router.ts");
  const { allCalls } = await import("#lib/api/all-calls.ts");
  const { malformedRequest } = await import("#lib/api/http/problem.ts");
  const listen = getRequestListener(routeCalls([...allCalls, ...(await benchCalls())]).fetch, {
    // Next runs in the same process, on the Request and Response that Node has.
    overrideGlobalObjects: false,
    errorHandler: () => malformedRequest(),
  });
  return (request, response) => {
    const { url = "" } = request;
    if (!url.startsWith("/api/v1/")) return false;
    for (const [name, value] of headers) response.setHeader(name, value);
    const [path = "", ...query] = url.split("?");
    if (repeatedSlash.test(path)) {
      // As Next does, so that a caller sees the same from both servers.
      const tidy = [path.replace(/[\\/]+/g, "/"), ...query].join("?");
      response.writeHead(308, { Location: tidy, "Cache-Control": "private, no-store" }).end();
      return true;
    }
    request.rawHeaders = rawHeadersOf(request);
    void listen(request, response);
    return true;
  };
}

/** The headers as Next gets them: of a repeated one what Node keeps, and our own address instead of what a client claims. */
function rawHeadersOf({ headers }: IncomingMessage): string[] {
  return Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().flatMap((one) => [name, one]));
}

/** The bench also measures a call that the product does not have. */
async function benchCalls() {
  return process.env.BUILD_FOR === "bench" ? [(await import("../../bench/http/empty-call.ts")).emptyCall] : [];
}
