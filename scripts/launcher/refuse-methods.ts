import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const pageMethods = ["GET", "HEAD", "POST"];

/**
 * Refuses a method that nothing here has. Next builds a `Request` of each, which TRACE and the like do not allow, and
 * answers 500. Answers whether it was refused. What a call of the interface has is that call's own to say.
 */
export function refuseMethod({ method = "", url = "" }: IncomingMessage, response: ServerResponse): boolean {
  const isApi = url.startsWith("/api/");
  const allowed = isApi ? methods : pageMethods;
  if (allowed.includes(method)) return false;
  const detail = `${method} is not possible here, but ${allowed.join(", ")}`;
  const problem = { type: "/problems/method-not-allowed", title: "Method not allowed", status: 405, detail };
  response.writeHead(405, {
    Allow: allowed.join(", "),
    "Cache-Control": "private, no-store",
    "Content-Type": isApi ? "application/problem+json" : "text/plain; charset=utf-8",
    // The body of such a request is not read: what is left of it would be taken for the next one.
    Connection: "close",
  });
  response.end(isApi ? JSON.stringify(problem) : "Method not allowed\n");
  return true;
}

/** Answers what is not a valid HTTP request: an unknown method with 405, the rest with what Node answers by default. */
export function refuseMalformed(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy(error);
    end(socket, statusOf(error.code));
  });
  server.on("connect", (_request: IncomingMessage, socket: Duplex) => end(socket, 405));
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

function end(socket: Duplex, status: number): void {
  const allow = status === 405 ? `Allow: ${methods.join(", ")}\r\n` : "";
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${allow}Content-Length: 0\r\nConnection: close\r\n\r\n`);
}
