import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identifyProcess } from "#scripts/launcher/process-identity.ts";
import { resolveFolder } from "#scripts/local-postgres/folder.ts";
import { type Postmaster, readPostmaster } from "#scripts/local-postgres/postmaster.ts";
import { choosePostgresUser, postgresEnvironment } from "#scripts/local-postgres/user.ts";

const patienceMs = 120_000;

/** Ends the server of a cluster at once and starts it again with the same command line and port. */
export async function restartPostgres(folder: string): Promise<void> {
  await endPostgres(folder);
  await startAgain(folder);
}

/** Kills the server of a cluster at once, with all its connections. */
export async function endPostgres(folder: string, signal: "SIGINT" | "SIGKILL" = "SIGINT"): Promise<void> {
  const running = readPostmaster(resolveFolder(folder));
  if (running === null) throw new Error(`No Postgres runs on ${folder}`);
  process.kill(running.pid, signal);
  while (identifyProcess(running.pid) !== null) await sleep(10);
}

/**
 * Starts the server of a cluster as it was last started, as a database supervisor does. The remains of a killed server
 * prevent a new start for a moment.
 */
export async function startAgain(folder: string): Promise<Postmaster> {
  const place = resolveFolder(folder);
  const [program = "", ...options] = commandLine(place);
  const user = choosePostgresUser(place);
  for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(100)) {
    const server = spawn(program, options, {
      ...user,
      cwd: "/",
      detached: true,
      stdio: "ignore",
      env: postgresEnvironment,
    });
    server.unref();
    const ready = await untilReady(server, place, until);
    if (ready !== null) return ready;
  }
  throw new Error(`Postgres on ${folder} does not start again`);
}

async function untilReady(server: ChildProcess, place: string, until: number): Promise<Postmaster | null> {
  while (server.exitCode === null && server.signalCode === null && Date.now() < until) {
    const postmaster = readPostmaster(place);
    if (postmaster?.pid === server.pid && postmaster?.status === "ready") return postmaster;
    await sleep(10);
  }
  return null;
}

/** `postmaster.opts` holds the command and its options, each option in quotes. */
function commandLine(folder: string): string[] {
  const line = readFileSync(join(folder, "postmaster.opts"), "utf8").trim();
  const [program = "", ...rest] = line.split(' "');
  return [program, ...rest.map((option) => option.replace(/"$/, ""))];
}
