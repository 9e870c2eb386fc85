import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { Problem } from "#scripts/launcher/problem.ts";

/** The user that Postgres runs as; undefined is the one who started us. PostgreSQL itself refuses to run as root. */
export type PostgresUser = { uid: number; gid: number } | undefined;

/**
 * As root, Postgres runs as the owner of its folder, else as `postgres`, else as `nobody`.
 * @throws Problem when the folder belongs to another user, or root has no user to run as.
 */
export function choosePostgresUser(folder: string): PostgresUser {
  const owner = existsSync(folder) ? statSync(folder) : undefined;
  if (process.getuid?.() !== 0) {
    if (owner && owner.uid !== process.getuid?.())
      throw new Problem(`${folder} belongs to user id ${owner.uid}: start as that user, or as root.`);
    return undefined;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const user = findUser("postgres") ?? findUser("nobody");
  if (!user)
    throw new Problem("Started as root, and neither a user postgres nor nobody exists: start as another user.");
  return user;
}

/** What PostgreSQL's programs see of the environment: no settings of the user's own client. */
export const postgresEnvironment = { NODE_ENV: "production", PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" } as const;

/** Whether that user can read and run a file, every folder above it included. */
export function canRun(path: string, user: PostgresUser): boolean {
  return probe('test -r "$1" && test -x "$1"', path, user);
}

/** Whether that user can pass through a folder and all above it. */
export function canPass(folder: string, user: PostgresUser): boolean {
  return probe('test -x "$1"', folder, user);
}

function probe(condition: string, path: string, user: PostgresUser): boolean {
  return spawnSync("/bin/sh", ["-c", condition, "sh", path], { ...user, cwd: "/", stdio: "ignore" }).status === 0;
}

function findUser(name: string): PostgresUser {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 } : undefined;
}
