import { subscribe } from "node:diagnostics_channel";
import { z } from "zod";

const slot = Symbol.for("purse.repeated-key");
const store: typeof globalThis & { [slot]?: true } = globalThis;
const name = "idempotency-key";

const started = z.object({
  request: z.custom<{ headers: Record<string, unknown>; headersDistinct: Record<string, string[] | undefined> }>(
    (value) => typeof value === "object" && value !== null,
  ),
});

/**
 * Removes the Idempotency-Key of a request that has several, so that it is refused like one without a key. Node joins
 * them with commas: they would be a key that no client sent, and a retry with one of them would be another request.
 * Called once, when the process starts.
 */
export function dropRepeatedKeys(): void {
  if (store[slot]) return;
  store[slot] = true;
  subscribe("http.server.request.start", (message) => {
    const { request } = started.parse(message);
    if ((request.headersDistinct[name]?.length ?? 0) > 1) delete request.headers[name];
  });
}
