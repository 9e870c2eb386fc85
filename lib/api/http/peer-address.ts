import { subscribe } from "node:diagnostics_channel";
import { z } from "zod";

/** The header that carries the address of the connection's other end to the handlers; never what a client sent. */
export const peerHeader = "x-purse-peer";

const slot = Symbol.for("purse.peer-address");
const store: typeof globalThis & { [slot]?: true } = globalThis;

const started = z.object({
  request: z.custom<{ headers: Record<string, unknown> }>((value) => typeof value === "object" && value !== null),
  socket: z.custom<{ remoteAddress?: string }>((value) => typeof value === "object" && value !== null),
});

/**
 * Sets the peer's address on every request before anything reads it. Next gives route handlers no
 * socket, and leaves a forged `X-Forwarded-For` as it is. Called once, when the process starts.
 */
export function markPeers(): void {
  if (store[slot]) return;
  store[slot] = true;
  subscribe("http.server.request.start", (message) => {
    const { request, socket } = started.parse(message);
    request.headers[peerHeader] = socket.remoteAddress ?? "";
  });
}
