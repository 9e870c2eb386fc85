import { connect, createServer, type Socket } from "node:net";

/** What a pooler does to a connection: drops or refuses start-up parameters, or forgets statements between transactions. */
export type PoolerFault = "drops" | "refuses" | "forgets";

/** Opens a pooler in front of a database, which does this one thing and forwards everything else. */
export async function openPooler(databaseUrl: string, fault: PoolerFault) {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      socket.on("error", () => undefined).on("close", () => other.destroy());
    }
    upstream.pipe(client);
    let isFirst = true;
    client.on("data", (chunk) => {
      const refused = isFirst && fault === "refuses" ? findUnknown(chunk) : undefined;
      if (refused !== undefined) client.end(fatal(`unsupported startup parameter: ${refused}`));
      else if (isFirst && fault === "drops") upstream.write(startup(known(readParameters(chunk))));
      else upstream.write(fault === "forgets" && isCommit(chunk) ? query("commit; deallocate all") : chunk);
      isFirst = false;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.port = String(typeof address === "object" && address ? address.port : 0);
  return {
    url: url.href,
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

/** The parameters that PgBouncer supports by default. */
const knownNames = ["user", "database", "application_name", "client_encoding", "TimeZone"];

/** The first message of a connection: its length, the protocol's version, and pairs of texts. */
function readParameters(message: Buffer): [name: string, value: string][] {
  const texts = message.subarray(8).toString().split("\0");
  const pairs: [string, string][] = [];
  for (let at = 0; texts[at]; at += 2) pairs.push([texts[at] ?? "", texts[at + 1] ?? ""]);
  return pairs;
}

function known(pairs: [string, string][]): [string, string][] {
  return pairs.filter(([name]) => knownNames.includes(name));
}

function findUnknown(message: Buffer): string | undefined {
  return readParameters(message).find(([name]) => !knownNames.includes(name))?.[0];
}

function startup(pairs: [string, string][]): Buffer {
  const body = Buffer.from(`${pairs.flat().join("\0")}\0\0`);
  return Buffer.concat([int32(8 + body.length), int32(196_608), body]);
}

function isCommit(message: Buffer): boolean {
  return message.toString("latin1") === query("commit").toString("latin1");
}

function query(text: string): Buffer {
  return framed("Q", `${text}\0`);
}

function fatal(message: string): Buffer {
  return framed("E", `SFATAL\0VFATAL\0C08P01\0M${message}\0\0`);
}

function framed(type: string, text: string): Buffer {
  const body = Buffer.from(text);
  return Buffer.concat([Buffer.from(type), int32(4 + body.length), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
