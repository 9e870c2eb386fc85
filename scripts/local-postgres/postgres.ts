import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endWithUs } from "#scripts/launcher/end-with-us.ts";
import { findFreePort } from "#scripts/launcher/free-port.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import { identifyProcess } from "#scripts/launcher/process-identity.ts";
import { keepSecret } from "#scripts/launcher/secrets.ts";
import { findPostgresBinaries, type PostgresBinaries } from "./binaries.ts";
import { prepareDataFolder, preparePostgresFolder, resolveFolder } from "./folder.ts";
import { holdLock, joinUsers } from "./folder-users.ts";
import { type Postmaster, readPostmaster } from "./postmaster.ts";
import { prepareRoles } from "./roles.ts";
import { choosePostgresUser, type PostgresUser, postgresEnvironment } from "./user.ts";

/** A running server. The superuser's address creates databases, the owner's migrates, the app's is for the app. */
export type RunningPostgres = {
  superuserUrl: string;
  ownerUrl: string;
  appUrl: string;
  joined: boolean;
  stop: () => Promise<void>;
};

/**
 * Starts PostgreSQL on `<dataFolder>/postgres`, or joins the server that already runs there; the last process that uses it
 * stops it. Without `durable` it is faster and may lose data in a crash: for tests.
 * @throws Problem when the folder cannot be used.
 */
export async function startPostgres({ dataFolder, durable = true }: Place): Promise<RunningPostgres> {
  prepareDataFolder(dataFolder);
  const release = await holdLock(dataFolder);
  try {
    const folder = join(dataFolder, "postgres");
    const user = choosePostgresUser(folder);
    const binaries = findPostgresBinaries(user);
    const secret = keepSecret(dataFolder, "postgres-secret");
    preparePostgresFolder({ folder, user, binaries, password: secret.derive("postgres"), durable });
    const running = await findRunning(folder);
    const { pid, port } = running ?? (await launch({ dataFolder, folder, user, binaries, durable }));
    const callOff = durable ? undefined : endWithUs(pid);
    const urls = await prepareRoles(port, secret);
    const leave = joinUsers(dataFolder);
    const stop = async () => {
      await stopWhenLast(dataFolder, leave);
      callOff?.();
    };
    return { ...urls, joined: running !== null, stop };
  } finally {
    release();
  }
}

type Place = { dataFolder: string; durable?: boolean };
type Launch = Required<Place> & { folder: string; user: PostgresUser; binaries: PostgresBinaries };

const startSeconds = 60;

async function findRunning(folder: string): Promise<Postmaster | null> {
  const until = Date.now() + startSeconds * 1_000;
  for (;;) {
    const postmaster = readPostmaster(resolveFolder(folder));
    if (postmaster === null || postmaster.status === "ready") return postmaster;
    if (Date.now() > until) throw new Problem(`Postgres on ${folder} is ${postmaster.status} and gets no further.`);
    await sleep(20);
  }
}

/** Backends of a killed server keep its memory for a moment: PostgreSQL refuses to start until they are gone. */
async function launch(place: Launch): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    const started = await launchOnce(place);
    if (started.status === "ready") return started;
    const worthAnother = /pre-existing shared memory|Address already in use/.test(started.log);
    if (!worthAnother || attempt === 10) throw new Problem(`Postgres did not start: ${firstReason(started.log)}`);
    await sleep(300);
  }
}

async function launchOnce({ dataFolder, folder, user, binaries, durable }: Launch) {
  const port = await findFreePort();
  const logPath = join(dataFolder, "postgres.log");
  const log = openSync(logPath, "w", 0o600);
  const server = spawn(join(binaries.folder, "bin/postgres"), serverOptions(resolveFolder(folder), port, durable), {
    ...user,
    cwd: "/",
    // A process group of its own: Ctrl-C must reach us first, so that the app ends before its database.
    detached: true,
    stdio: ["ignore", log, log],
    env: postgresEnvironment,
  });
  closeSync(log);
  server.unref();
  return (await untilReady(server, folder)) ?? { status: "failed" as const, log: readFileSync(logPath, "utf8") };
}

function serverOptions(folder: string, port: number, durable: boolean): string[] {
  const settings = { listen_addresses: "127.0.0.1", port, unix_socket_directories: "", max_connections: 100 };
  const unsafe = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  const all = Object.entries(durable ? settings : { ...settings, ...unsafe });
  return ["-D", folder, ...all.flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

async function untilReady(server: ChildProcess, folder: string) {
  let ended = false;
  server.once("exit", () => {
    ended = true;
  });
  server.once("error", () => {
    ended = true;
  });
  const until = Date.now() + startSeconds * 1_000;
  while (!ended && Date.now() < until) {
    const postmaster = readPostmaster(resolveFolder(folder));
    if (postmaster?.pid === server.pid && postmaster?.status === "ready")
      return { ...postmaster, status: "ready" as const };
    await sleep(10);
  }
  return null;
}

function firstReason(log: string): string {
  const line = log.split("\n").find((entry) => /FATAL|ERROR|could not|PANIC/.test(entry)) ?? log.trim();
  return line.replace(/^.*?(FATAL|ERROR|PANIC):\s*/, "") || "no reason given";
}

async function stopWhenLast(dataFolder: string, leave: () => number): Promise<void> {
  const release = await holdLock(dataFolder);
  try {
    if (leave() > 0) return;
    const postmaster = readPostmaster(resolveFolder(join(dataFolder, "postgres")));
    if (postmaster) await stopServer(postmaster.pid);
  } finally {
    release();
  }
}

/** Fast shutdown, then immediate shutdown, which recovers at the next start. */
async function stopServer(pid: number): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    if (!identifyProcess(pid)) return;
    process.kill(pid, signal);
    for (let waited = 0; waited < 5_000 && identifyProcess(pid); waited += 10) await sleep(10);
  }
}
