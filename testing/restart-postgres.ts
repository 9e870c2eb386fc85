import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { resolveFolder } from "#scripts/launcher/postgres-folder.ts";
import { choosePostgresUser, postgresEnvironment } from "#scripts/launcher/postgres-user.ts";
import { readPostmaster } from "#scripts/launcher/postmaster.ts";
import { identifyProcess } from "#scripts/launcher/process-identity.ts";

/** Ends the server of a cluster at once, as a crash does, and starts it again with the same command line and port. */
export async function restartPostgres(folder: string): Promise<void> {
  const place = resolveFolder(folder);
  const before = readPostmaster(place);
  if (before === null) throw new Error(`No Postgres runs on ${folder}`);
  const [program = "", ...options] = commandLine(place);
  process.kill(before.pid, "SIGINT");
  while (identifyProcess(before.pid) !== null) await sleep(10);
  const user = choosePostgresUser(place);
  spawn(program, options, { ...user, cwd: "/", detached: true, stdio: "ignore", env: postgresEnvironment }).unref();
  while (readPostmaster(place)?.status !== "ready") await sleep(10);
}

/** `postmaster.opts` holds the command and its options, each option in quotes. */
function commandLine(folder: string): string[] {
  const line = readFileSync(join(folder, "postmaster.opts"), "utf8").trim();
  const [program = "", ...rest] = line.split(' "');
  return [program, ...rest.map((option) => option.replace(/"$/, ""))];
}
