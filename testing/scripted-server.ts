import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** Answers one request, or breaks its connection. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** A received request. */
export interface Heard {
  call: string;
  key: string | undefined;
  body: string;
  headers: IncomingMessage["headers"];
}

/** A server at a port of its own that handles each request with the next of these, the last one again and again. */
export async function serveScript(handles: readonly Handle[]) {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString();
    const { headers } = request;
    const key = headers["idempotency-key"];
    heard.push({ call: `${request.method} ${request.url}`, key: key === undefined ? key : String(key), body, headers });
    (handles[heard.length - 1] ?? handles.at(-1))?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return {
    baseUrl: `http://localhost:${address.port}`,
    heard,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers JSON; a refusal as a problem document. */
export function answerJson(status: number, body: object, headers: Record<string, string> = {}): Handle {
  const type = status < 400 ? "application/json" : "application/problem+json";
  return (_, response) => {
    response.writeHead(status, { "Content-Type": type, ...headers }).end(JSON.stringify(body));
  };
}
