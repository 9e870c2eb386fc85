import { randomUUID } from "node:crypto";
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type Problem, problemBody } from "#lib/api/http/problem.ts";
import { log } from "#lib/observability/log.ts";

const routedMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const pageMethods = ["GET", "HEAD", "POST"];

/** The methods of a path of the interface, as `Allow` lists them; null when there is no such path. */
export type AllowedAt = (path: string) => string | null;

/**
 * Refuses methods that no path has. Next builds a `Request` for each, which TRACE and the like do not allow, and
 * responds with 500. Returns whether it was refused. Methods of the interface are left to their calls.
 */
export function refuseMethod(
  { method = "", url = "" }: IncomingMessage,
  response: ServerResponse,
  allowedAt: AllowedAt,
): boolean {
  if ((isOfInterface(url) ? routedMethods : pageMethods).includes(method)) return false;
  const { status, headers, body } = refusalOf(method, url, allowedAt);
  // The body of such a request is not read: the rest of it would be taken for the next request.
  response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body), Connection: "close" });
  response.end(body);
  return true;
}

/** Answers what is not a valid HTTP request: an unknown method as above, the rest with what Node answers by default. */
export function refuseMalformed(server: Server, allowedAt: AllowedAt): void {
  server.on("clientError", (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy(error);
    const [method = "", url = ""] = /^(\S+) (\S+) HTTP\//.exec(String(error.rawPacket ?? ""))?.slice(1) ?? [];
    const isMethod = error.code === "HPE_INVALID_METHOD" && url !== "";
    end(socket, isMethod ? refusalOf(method, url, allowedAt) : { status: statusOf(error.code), headers: {}, body: "" });
  });
  server.on("connect", (_request: IncomingMessage, socket: Duplex) => end(socket, refusalOf("CONNECT", "", allowedAt)));
}

interface Refusal {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** 405 with the methods of the path, or 404 when the interface has no such path. */
function refusalOf(method: string, url: string, allowedAt: AllowedAt): Refusal {
  const common = { "Cache-Control": "private, no-store" };
  if (!isOfInterface(url)) {
    const headers = { ...common, Allow: pageMethods.join(", "), "Content-Type": "text/plain; charset=utf-8" };
    return { status: 405, headers, body: "Method not allowed\n" };
  }
  const allowed = allowedAt(url.split("?")[0] ?? "");
  const problem: Problem =
    allowed === null
      ? { slug: "not-found", detail: "this path does not exist: see /api/openapi.json" }
      : { slug: "method-not-allowed", detail: `${method} is not allowed here; allowed: ${allowed}` };
  const body = problemBody(problem);
  const headers: Record<string, string> = { ...common, "Content-Type": "application/problem+json" };
  if (allowed !== null) headers.Allow = allowed;
  return { status: body.status, headers, body: JSON.stringify(body) };
}

/** next-auth's own routes are for forms and links, as pages are. */
function isOfInterface(url: string): boolean {
  return url.startsWith("/api/") && !url.startsWith("/api/auth/");
}

function statusOf(code: string | undefined): number {
  switch (code) {
    case "HPE_INVALID_METHOD":
      return 405;
    case "HPE_HEADER_OVERFLOW":
      return 431;
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return 413;
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return 408;
    default:
      return 400;
  }
}

/** There is no response object: the request was never one. It gets its id and its line in the log all the same. */
function end(socket: Duplex, { status, headers, body }: Refusal): void {
  const id = randomUUID();
  const all = { ...headers, "X-Request-Id": id, "Content-Length": Buffer.byteLength(body), Connection: "close" };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
  log.info({ request: id, route: "unknown", status, caller: "none" }, "request");
}
