import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { startFakeStripe } from "#scripts/fake-stripe/start.ts";
import { findFreePort } from "#scripts/launcher/free-port.ts";
import { startPostgres } from "#scripts/local-postgres/postgres.ts";
import { appEnvironment, authSecret, runPurse, serviceKey, webhookSecret } from "./app-environment.ts";
import { fillWithDemo, stripeFileOf } from "./demo-data.ts";
import { endPostgres, restartPostgres, startAgain } from "./restart-postgres.ts";

/** The built app on its own Postgres, as a demo; tests prepare data through `owner`. */
export interface AppServer {
  /** The app's own address: what cookies' writes must name as their origin. */
  url: string;
  authSecret: string;
  /** A key with all rights. */
  serviceKey: string;
  /** The database's address for the app's role. */
  databaseUrl: string;
  /** Statements as the tables' owner. */
  owner: postgres.Sql;
  /** Statements as the server's superuser, for breaking connections. */
  superuser: postgres.Sql;
  /** Runs a subcommand of `purse` on the app's database and its Stripe, and returns what it printed. */
  purse: (...words: string[]) => Promise<string>;
  /** Controls the fake Stripe: how it delivers events, what banks respond, which pages expire. */
  controlStripe: (asked: object) => Promise<void>;
  /** Starts one more process of the app on the same database, with these settings besides. */
  startAnother: (settings?: Record<string, string>) => Promise<AppProcess>;
  /** Ends the database server and starts it again at the same address. */
  restartDatabase: () => Promise<void>;
  /** Has no database server at the address while this runs; `kill` ends it as a lost machine does. */
  withoutDatabase: <Answer>(run: () => Promise<Answer>, end?: "stop" | "kill") => Promise<Answer>;
  /** Has no app at the server's own address while this runs; `stop` asks it to end, `kill` does not. */
  withoutApp: <Answer>(end: "stop" | "kill", run: () => Promise<Answer>) => Promise<Answer>;
  stop: () => Promise<void>;
}

/** One process of the app. `output` is what it has printed. */
export interface AppProcess {
  url: string;
  pid: number;
  output: () => string;
  /** Asks it to shut down and returns its exit code; null when it did not exit. */
  stop: () => Promise<number | null>;
  /** Kills it at once, without a graceful shutdown. */
  kill: () => Promise<void>;
}

/** Starts Postgres and the fake Stripe with the data of a demonstration, and the build of the app with these settings. */
export async function serveApp(settings: Record<string, string> = {}): Promise<AppServer> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const one of stops.toReversed()) await one();
  };
  try {
    return { ...(await start(stops, settings)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `stops` are what ends each thing that was started, in the order of starting. */
async function start(
  stops: (() => Promise<unknown>)[],
  general: Record<string, string>,
): Promise<Omit<AppServer, "stop">> {
  const dataFolder = mkdtempSync(join(tmpdir(), "purse-app-"));
  stops.push(async () => rmSync(dataFolder, { recursive: true, force: true }));
  const cluster = join(dataFolder, "postgres");
  await fillWithDemo(dataFolder);
  const database = await startPostgres({ dataFolder, durable: false });
  stops.push(database.stop);
  const owner = postgres(database.ownerUrl, { max: 4, onnotice: () => undefined });
  const superuser = postgres(database.superuserUrl, { max: 1, onnotice: () => undefined });
  stops.push(
    () => owner.end({ timeout: 1 }),
    () => superuser.end({ timeout: 1 }),
  );

  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const stripe = await startFakeStripe({
    port: 0,
    publicUrl: url,
    webhookUrl: `${url}/api/stripe/webhook`,
    webhookSecrets: [webhookSecret],
    bankDelayMs: null,
    stateFile: stripeFileOf(dataFolder),
  });
  stops.push(stripe.stop);
  const env = appEnvironment({ url, databaseUrl: database.appUrl, stripeUrl: stripe.url });
  const startOne = async (at: number, settings: Record<string, string> = {}) => {
    const app = await startApp({ ...env, ...general, ...settings }, at);
    stops.push(app.stop);
    return app;
  };
  let app = await startOne(port);
  return {
    url,
    authSecret,
    serviceKey,
    databaseUrl: database.appUrl,
    owner,
    superuser,
    purse: (...words) => runPurse(env, words),
    controlStripe: async (asked) => {
      const answer = await fetch(`${stripe.url}/control`, { method: "POST", body: JSON.stringify(asked) });
      if (!answer.ok) throw new Error(`The fake Stripe refused ${JSON.stringify(asked)}: ${await answer.text()}`);
    },
    startAnother: async (settings) => await startOne(await findFreePort(), settings),
    restartDatabase: () => restartPostgres(cluster),
    withoutDatabase: async (run, end = "stop") => {
      await endPostgres(cluster, end === "kill" ? "SIGKILL" : "SIGINT");
      return await run().finally(() => startAgain(cluster));
    },
    withoutApp: async (end, run) => {
      await app[end]();
      return await run().finally(async () => {
        app = await startOne(port);
      });
    },
  };
}

/** Starts a process of the build and waits until it can serve. */
export async function startApp(env: NodeJS.ProcessEnv, port: number): Promise<AppProcess> {
  const child = spawn(process.execPath, ["scripts/launcher/serve.ts"], {
    env: { ...env, PORT: String(port), HOST: "localhost" },
    // Over the last of these it notices that we are gone, and ends.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  const url = `http://localhost:${port}`;
  await untilReady(child, url, () => printed);
  const { pid } = child;
  if (pid === undefined) throw new Error("The app has no process");
  return { url, pid, output: () => printed, stop: () => stop(child), kill: () => kill(child) };
}

/** Generous: only for something that will never happen. */
const patienceMs = 120_000;

async function untilReady(child: ChildProcess, url: string, output: () => string): Promise<void> {
  for (const until = Date.now() + patienceMs; Date.now() < until; ) {
    if (hasEnded(child)) break;
    const answered = await fetch(`${url}/api/ready`).catch(() => null);
    await answered?.body?.cancel();
    if (answered?.ok) return;
    await sleep(100);
  }
  child.kill("SIGKILL");
  throw new Error(`The app did not get ready (is there a build?):\n${output()}`);
}

async function kill(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (hasEnded(child)) return child.exitCode;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await ended;
  clearTimeout(timer);
  return child.exitCode;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
