import { connect, createServer, type Socket } from "node:net";

/** A line to Postgres that can be made to swallow everything, as a network does that lost a host without a word. */
export interface Line {
  url: string;
  /** From now on nothing comes through on the connections that are open; new ones work. */
  freeze: () => void;
  /** Closes each open connection as soon as the client has sent this text, which still reaches the server. */
  cutAfter: (text: string) => void;
  close: () => void;
}

/** Opens a line to the database at an address. */
export async function openLine(databaseUrl: string): Promise<Line> {
  const target = new URL(databaseUrl);
  const open = new Set<{ frozen: boolean; end: () => void }>();
  let fatal: string | null = null;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const line = { frozen: false, end: () => [client, upstream].map((socket) => socket.destroy()) };
    open.add(line);
    relay(upstream, client, line);
    relay(client, upstream, line, (chunk) => {
      if (fatal === null || !chunk.toString("latin1").includes(fatal)) return;
      // The server has it, and nobody hears the answer.
      line.frozen = true;
      setTimeout(() => client.destroy(), 100);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.port = String(typeof address === "object" && address ? address.port : 0);
  return {
    url: url.href,
    freeze: () => {
      for (const line of open) line.frozen = true;
    },
    cutAfter: (text) => {
      fatal = text;
    },
    close: () => {
      for (const line of open) line.end();
      server.close();
    },
  };
}

function relay(
  from: Socket,
  to: Socket,
  line: { frozen: boolean },
  seen: (chunk: Buffer) => void = () => undefined,
): void {
  from.on("data", (chunk) => {
    if (line.frozen) return;
    to.write(chunk);
    seen(chunk);
  });
  from.on("close", () => {
    if (!line.frozen) to.destroy();
  });
  from.on("error", () => undefined);
}
