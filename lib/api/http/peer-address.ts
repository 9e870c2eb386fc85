import { subscribe } from "node:diagnostics_channel";
import { z } from "zod";

/** Carries the address of the other end of a connection to the code that answers; never what a client sent. */
export const peerHeader = "x-purse-peer";

const slot = Symbol.for("purse.peer-address");
const store: typeof globalThis & { [slot]?: true } = globalThis;

const started = z.object({
  request: z.custom<{ headers: Record<string, unknown> }>((value) => typeof value === "object" && value !== null),
  socket: z.custom<{ remoteAddress?: string }>((value) => typeof value === "object" && value !== null),
});

/**
 * Notes on every request, before anybody reads it, whom its connection comes from. Next hands route handlers no
 * socket, and leaves an `X-Forwarded-For` that a client made up as it is. Once per process, on starting.
 */
export function markPeers(): void {
  if (store[slot]) return;
  store[slot] = true;
  subscribe("http.server.request.start", (message) => {
    const { request, socket } = started.parse(message);
    request.headers[peerHeader] = socket.remoteAddress ?? "";
  });
}
