import "./server-only.ts";
import { type IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { textOf } from "#lib/api/http/json-response.ts";
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
  const { fetch } = routeCalls([...allCalls, ...(await benchCalls())]);
  const listen = getRequestListener(
    async (request, { outgoing }) => {
      const response = await fetch(request);
      return outgoing instanceof ServerResponse ? sendText(response, outgoing) : response;
    },
    {
      // Next runs in the same process, on the Request and Response that Node has.
      overrideGlobalObjects: false,
      errorHandler: () => malformedRequest(),
    },
  );
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

/** Sends a response whose text is at hand: reading it from the response's stream takes a third of an empty call. */
function sendText(response: Response, outgoing: ServerResponse): Response {
  const text = textOf(response);
  if (text === undefined) return response;
  outgoing.setHeaders(response.headers);
  outgoing.writeHead(response.status, { "Content-Length": Buffer.byteLength(text) }).end(text);
  return RESPONSE_ALREADY_SENT;
}

/** The headers as Next gets them: of a repeated one what Node keeps, and our own address instead of what a client claims. */
function rawHeadersOf({ headers }: IncomingMessage): string[] {
  const raw: string[] = [];
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === "string") raw.push(name, value);
    else for (const one of value ?? []) raw.push(name, one);
  }
  return raw;
}

/** The bench also measures a call that the product does not have. */
async function benchCalls() {
  return process.env.BUILD_FOR === "bench" ? [(await import("../../bench/http/empty-call.ts")).emptyCall] : [];
}
