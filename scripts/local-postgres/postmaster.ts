import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { identifyProcess } from "#scripts/launcher/process-identity.ts";

/** A Postgres server that runs on a folder: its process, its port, and whether it takes connections. */
export type Postmaster = { pid: number; port: number; status: "starting" | "ready" | "stopping" };

/**
 * The server that runs on this folder, or null. A lock file whose pid belongs to another process (pids are reused,
 * above all in containers) or a zombie is removed, as PostgreSQL would take it for a running server and not start.
 */
export function readPostmaster(folder: string): Postmaster | null {
  const path = join(folder, "postmaster.pid");
  if (!existsSync(path)) return null;
  const lines = readFileSync(path, "utf8").split("\n");
  const pid = Number(lines[0]);
  // A server that is just starting has created its file and not written it yet.
  if (!(pid > 0)) return null;
  if (isServerOf(folder, pid)) return { pid, port: Number(lines[3]), status: readStatus(lines[7]) };
  if (isAlive(pid)) rmSync(path, { force: true });
  return null;
}

/** Whether any process, a zombie included, has this pid. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function isServerOf(folder: string, pid: number): boolean {
  if (identifyProcess(pid)?.command !== "postgres") return false;
  if (process.platform !== "linux") return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return false;
  }
}

function readStatus(line: string | undefined): Postmaster["status"] {
  const word = line?.trim();
  return word === "ready" || word === "stopping" ? word : "starting";
}
