import { connect, createServer, type Socket } from "node:net";

/** A proxy to Postgres that can fail like a network. */
export interface Line {
  url: string;
  /** From now on open connections silently drop everything; new ones work. */
  freeze: () => void;
  /** Cuts a connection at every nth COMMIT, which still reaches the server; the response is lost. */
  cutAfterCommit: (every?: number) => void;
  /** Cuts a connection at every nth COMMIT, which never reaches the server. */
  cutBeforeCommit: (every?: number) => void;
  /** Delays the next COMMIT and everything after it on its connection; returns how to release it. */
  keepCommitBack: () => Promise<() => void>;
  /** From now on everything passes again. Returns how many connections were cut. */
  mend: () => number;
  close: () => void;
}

interface Fault {
  every: number;
  seen: number;
  cut: number;
  /** What happens to the connection instead of forwarding the chunk. */
  strike: (line: Ends, chunk: Buffer) => void;
}

interface Ends {
  client: Socket;
  upstream: Socket;
  frozen: boolean;
  /** The client's name for its prepared COMMIT. */
  commitName: string | null;
}

/** Opens a line to the database at an address. */
export async function openLine(databaseUrl: string): Promise<Line> {
  const target = new URL(databaseUrl);
  const open = new Set<Ends>();
  let fault: Fault | null = null;
  const server = createServer((client) => {
    const line = { client, upstream: connect(Number(target.port), target.hostname), frozen: false, commitName: null };
    open.add(line);
    relay(line.upstream, client, line, () => false);
    relay(
      client,
      line.upstream,
      line,
      (chunk) => isCommit(line, chunk) && fault !== null && strikes(fault, line, chunk),
    );
    line.upstream.on("close", () => open.delete(line));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.port = String(typeof address === "object" && address ? address.port : 0);
  const cut = (every: number, strike: Fault["strike"]) => {
    fault = { every, seen: 0, cut: 0, strike };
  };
  return {
    url: url.href,
    freeze: () => {
      for (const line of open) line.frozen = true;
    },
    cutAfterCommit: (every = 1) => cut(every, sendAndCut),
    cutBeforeCommit: (every = 1) => cut(every, ({ client, upstream }) => [client, upstream].map(destroy)),
    keepCommitBack: () =>
      new Promise((resolve) => {
        cut(1, (line, chunk) => {
          fault = null;
          line.client.pause();
          resolve(() => {
            line.upstream.write(chunk);
            line.client.resume();
          });
        });
      }),
    mend: () => {
      const count = fault?.cut ?? 0;
      fault = null;
      return count;
    },
    close: () => {
      for (const { client, upstream } of open) [client, upstream].map(destroy);
      server.close();
    },
  };
}

/** COMMIT is sent as text the first time on a connection, and by its statement name afterwards. */
function isCommit(line: Ends, chunk: Buffer): boolean {
  const text = chunk.toString("latin1");
  const prepared = /P.{4}([^\0]*)\0commit\0/s.exec(text);
  if (prepared !== null) line.commitName = prepared[1] || null;
  return text.includes("commit\0") || (line.commitName !== null && text.includes(`\0${line.commitName}\0`));
}

function strikes(fault: Fault, line: Ends, chunk: Buffer): boolean {
  fault.seen += 1;
  if (fault.seen % fault.every !== 0) return false;
  fault.cut += 1;
  fault.strike(line, chunk);
  return true;
}

/** The server receives and executes it; then the connection ends, before the response arrives. */
function sendAndCut(line: Ends, chunk: Buffer): void {
  line.frozen = true;
  line.upstream.end(chunk);
  setTimeout(() => line.client.destroy(), 100);
}

function destroy(socket: Socket): void {
  socket.destroy();
}

function relay(from: Socket, to: Socket, line: Ends, isStruck: (chunk: Buffer) => boolean): void {
  from.on("data", (chunk) => {
    if (!line.frozen && !isStruck(chunk)) to.write(chunk);
  });
  from.on("close", () => {
    if (!line.frozen) to.destroy();
  });
  from.on("error", () => undefined);
}
