import { createServer } from "node:net";
import { Problem } from "./problem.ts";

/** A TCP port of this machine that is free at the moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address && typeof address === "object") resolve(address.port);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The addresses to listen on. */
export type ListenHosts = string[] | "everywhere";

/**
 * Whether this port can be listened on; waits a moment for a process that is just leaving it.
 * @throws Problem when a host is not an address to listen on.
 */
export async function isPortFree(port: number, hosts: ListenHosts, { patienceMs = 3_000 } = {}): Promise<boolean> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const answers =
      hosts === "everywhere" ? [await canListen(port)] : await Promise.all(hosts.map((host) => canListen(port, host)));
    if (answers.every(Boolean)) return true;
    if (Date.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function canListen(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve(true);
      else if (error.code === "ENOTFOUND" || error.code === "EAI_AGAIN" || error.code === "EINVAL")
        reject(new Problem(`HOST is an address of this machine, such as 0.0.0.0: ${host} is not.`));
      else if (error.code === "EACCES")
        reject(new Problem(`Port ${port} is reserved for the system: choose another with PORT=3000.`));
      else reject(error);
    });
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
