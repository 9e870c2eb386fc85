import { Agent, type ClientRequest, type IncomingMessage, request } from "node:http";

/** One open stream, and when each version of the balance arrived. */
export interface OpenStream {
  events: { version: number; at: number }[];
  close: () => void;
}

const together = 50;

/** Opens streams, some at a time, each on its own connection; resolves when each has sent something. */
export async function openStreams(
  { port, path }: { port: number; path: string },
  streams: readonly Record<string, string>[],
): Promise<OpenStream[]> {
  const open: OpenStream[] = [];
  const waiting = [...streams.entries()];
  const opener = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [place, headers] = next;
      open[place] = await openStream({ port, path }, headers);
    }
  };
  await Promise.all(Array.from({ length: together }, opener));
  return open;
}

const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

async function openStream(
  { port, path }: { port: number; path: string },
  headers: Record<string, string>,
): Promise<OpenStream> {
  const asked = request({ agent, host: "127.0.0.1", port, path, headers });
  const stream: OpenStream = { events: [], close: () => asked.destroy() };
  const response = await answerOf(asked);
  if (response.statusCode !== 200) throw new Error(`bench: a stream was refused, ${response.statusCode}`);
  const { promise, resolve } = Promise.withResolvers<void>();
  let unread = "";
  response.setEncoding("utf8").on("data", (text: string) => {
    const at = performance.now();
    unread += text;
    for (let end = unread.indexOf("\n\n"); end >= 0; end = unread.indexOf("\n\n")) {
      const version = /^id: (\d+)$/m.exec(unread.slice(0, end))?.[1];
      if (version !== undefined) stream.events.push({ version: Number(version), at });
      unread = unread.slice(end + 2);
    }
    resolve();
  });
  response.on("error", () => undefined);
  await promise;
  return stream;
}

async function answerOf(asked: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  asked.on("response", resolve).on("error", reject).end();
  return await promise;
}
