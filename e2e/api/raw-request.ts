import { type OutgoingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";

/** A request as it goes over the wire. */
export interface Sent {
  method?: string;
  path: string;
  headers?: OutgoingHttpHeaders;
  body?: string;
}

/** Sends the path as it is written: `fetch` would normalise it first. */
export function ask(url: string, { method = "GET", path, headers, body }: Sent) {
  const { hostname, port } = new URL(url);
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const sending = request({ hostname, port, path, method, headers, agent: false }, async (answer) => {
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) });
    });
    sending.on("error", reject);
    sending.end(body);
  });
}
