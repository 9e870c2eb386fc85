import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import next from "next";
import { z } from "zod";
import { guardForms } from "#lib/api/http/form-guard.ts";
import { close } from "#lib/closing.ts";
import { captureConsole } from "#lib/observability/capture-console.ts";
import { readActionIds } from "./action-ids.ts";
import { openApiListener } from "./api-listener.ts";
import { logRequest, readRoutes } from "./log-requests.ts";
import { answerOutage } from "./outage-page.ts";
import { refuseMalformed, refuseMethod } from "./refuse-methods.ts";

/** How long a connection with a waiting caller can be still: an open stream sends a heartbeat every 15 s. */
const stillMs = 40_000;
/** How long requests that are being answered can go on after the signal to stop: somewhat longer than for a lock. */
const patienceMs = 5_500;

const {
  PORT: port,
  HOST: host,
  APP_URL: appUrl,
} = z.object({ PORT: z.coerce.number(), HOST: z.string(), APP_URL: z.string() }).parse(process.env);
const publicAddress = new URL(appUrl);
// The same value as in next.config.ts.
const distFolder = process.env.BUILD_FOR === "bench" ? ".next-bench" : ".next";
const app = next({ dev: false, dir: process.cwd(), hostname: publicAddress.hostname, port, quiet: true });
await prepareInSilence();
captureConsole();
const routeOf = readRoutes(join(process.cwd(), distFolder, "routes-manifest.json"));
const handle = app.getRequestHandler();
const guard = guardForms(readActionIds(join(process.cwd(), distFolder, "server/server-reference-manifest.json")));
const answerApi = await openApiListener();
// Loaded only now, as its imports need the hook of the line above.
const { allowedAt } = await import("#lib/api/allowed-methods.ts");
const hosts = host === "everywhere" ? [undefined] : host.split(",");
const servers = (await Promise.all(hosts.map(listen))).filter((server) => server !== null);
process.send?.("ready");

// When the reader of our output is gone, each report of that error would be written there again, without end.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
// The launcher is gone, perhaps killed: free the port for the next start. Open streams end by the same signal.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));

/** Next's own start messages would mix with the launcher's steps: they are suppressed; warnings and errors are not. */
async function prepareInSilence(): Promise<void> {
  const say = console.log;
  console.log = () => undefined;
  await app.prepare().finally(() => {
    console.log = say;
  });
}

function listen(host: string | undefined): Promise<Server | null> {
  const server = createServer((request, response) => {
    logRequest({ request, response }, routeOf, () => {
      if (refuseMethod(request, response, allowedAt)) return;
      nameOnlyOurselves(request);
      keepPathOnly(request);
      leadUndecodableCallsAstray(request);
      if (!answerApi(request, response)) void admit(request, response);
    });
  });
  refuseMalformed(server, allowedAt);
  // A client that reads nothing is cut off; the system and Node would keep its buffer for as long as it likes.
  server.setTimeout(stillMs);
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const absent = error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT";
      if (absent && hosts.length > 1) resolve(null);
      else reject(error);
    });
    server.listen(port, host, () => resolve(server));
  });
}

/** A page of an account reaches Next only while there is a database, and a page's form only when the guard has read and checked it. */
async function admit(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (await answerOutage(request, response)) return;
  const admitted = await guard(request, response);
  if (admitted !== null) await handle(admitted, response);
}

/** A request line can hold an absolute URL, which Next would redirect to, or `*`, on which it fails. */
function keepPathOnly(request: IncomingMessage): void {
  const { url = "/" } = request;
  if (url.startsWith("/")) return;
  const { pathname, search } = new URL(URL.canParse(url) ? url : "http://app/-");
  request.url = `${pathname}${search}`;
}

/** APP_URL is the only source of our own address: nothing after this line sees the Host that a client sent. */
function nameOnlyOurselves({ headers }: IncomingMessage): void {
  headers.host = publicAddress.host;
  headers["x-forwarded-host"] = publicAddress.host;
  headers["x-forwarded-proto"] = publicAddress.protocol.slice(0, -1);
  delete headers["x-forwarded-port"];
  delete headers.forwarded;
}

/** Next answers an undecodable path of the interface with a bare 500; our own 404 says that there is no such call. */
function leadUndecodableCallsAstray(request: IncomingMessage): void {
  const path = request.url?.split("?")[0] ?? "";
  if (!path.startsWith("/api/")) return;
  try {
    decodeURIComponent(path);
  } catch {
    request.url = "/api/-";
  }
}

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
  const deadline = Date.now() + patienceMs;
  // A connection whose response ends from now on would be kept open for a next request, which never comes.
  setInterval(() => {
    for (const server of servers)
      if (Date.now() < deadline) server.closeIdleConnections();
      else server.closeAllConnections();
  }, 20);
  // Both at once: background work starts nothing new while the last responses are written.
  await Promise.all([...closed, close(patienceMs)]);
  process.exit(0);
}
