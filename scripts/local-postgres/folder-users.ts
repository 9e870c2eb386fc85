import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "#scripts/launcher/problem.ts";
import { identifyProcess } from "#scripts/launcher/process-identity.ts";

const patienceSeconds = 90;

/** Takes the folder's lock, so that two concurrent starts run one after the other. Returns a function that frees it. */
export async function holdLock(dataFolder: string): Promise<() => void> {
  const path = join(dataFolder, "starting.lock");
  const until = Date.now() + patienceSeconds * 1_000;
  while (!tryLock(path)) {
    if (Date.now() > until) throw new Problem(`Another start holds ${path}: end that process, or remove the file.`);
    await sleep(50);
  }
  return () => rmSync(path, { force: true });
}

/**
 * Records that this process uses the folder's server. Returns a function that ends the use and returns how many are left;
 * killed processes do not count.
 */
export function joinUsers(dataFolder: string): () => number {
  const folder = join(dataFolder, "users");
  const own = join(folder, `${process.pid}-${randomBytes(4).toString("hex")}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(own, ownIdentity());
  return () => {
    rmSync(own, { force: true });
    const others = readdirSync(folder).map((name) => join(folder, name));
    for (const other of others) if (!isLive(other)) rmSync(other, { force: true });
    return others.filter((other) => existsSync(other)).length;
  };
}

function tryLock(path: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, ownIdentity());
  try {
    linkSync(draft, path);
    return true;
  } catch {
    if (existsSync(path) && !isLive(path)) rmSync(path, { force: true });
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function ownIdentity(): string {
  return `${process.pid} ${identifyProcess(process.pid)?.startedAt}`;
}

function isLive(path: string): boolean {
  try {
    const [pid, ...startedAt] = readFileSync(path, "utf8").split(" ");
    return identifyProcess(Number(pid))?.startedAt === startedAt.join(" ");
  } catch {
    return false;
  }
}
