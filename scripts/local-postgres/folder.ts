import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Problem } from "#scripts/launcher/problem.ts";
import { type PostgresBinaries, sharedFolder } from "./binaries.ts";
import { canPass, type PostgresUser, postgresEnvironment } from "./user.ts";

/**
 * Makes the folder that a cluster lives in, with its first superuser, unless it is there already.
 * @throws Problem when the folder holds something else, or the data of another major version.
 */
export function preparePostgresFolder({ folder, user, binaries, password, durable }: NewCluster): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    assertVersion(folder, binaries);
    return;
  }
  const target = realFolder(folder, user);
  const partial = `${target}.new`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  if (user) chownSync(partial, user.uid, user.gid);
  initialise({ folder: partial, user, binaries, password, durable });
  renameSync(partial, target);
}

/** Makes the data folder. @throws Problem when it cannot be written. */
export function prepareDataFolder(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
    // As root, Postgres runs as another user, who must have access to the folder (the secrets inside stay closed).
    if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  } catch (cause) {
    const why = cause instanceof Error && "code" in cause ? cause.code : cause;
    throw new Problem(`The data folder ${folder} cannot be written (${why}): set PURSE_DATA_DIR to one that can.`);
  }
}

/** Level by level: Node's own recursive option never returns for a place that refuses folders, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

type NewCluster = {
  folder: string;
  user: PostgresUser;
  binaries: PostgresBinaries;
  password: string;
  durable: boolean;
};

function assertVersion(folder: string, { major }: PostgresBinaries): void {
  const path = join(folder, "PG_VERSION");
  if (!existsSync(path)) throw new Problem(`${folder} is not empty and holds no PostgreSQL data: move it away.`);
  const found = readFileSync(path, "utf8").trim();
  if (found !== String(major))
    throw new Problem(
      `${folder} holds data of PostgreSQL ${found}, this version brings ${major}: move it away, or set PURSE_DATA_DIR to another folder.`,
    );
}

/** Under root's closed home Postgres cannot reach its folder, so it goes to a shared place, with a link to it. */
function realFolder(folder: string, user: PostgresUser): string {
  rmSync(folder, { recursive: true, force: true });
  if (!user || canPass(dirname(folder), user)) return folder;
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
  const target = join(sharedFolder, `data-${randomBytes(6).toString("hex")}`);
  symlinkSync(target, folder);
  return target;
}

function initialise({ folder, user, binaries, password, durable }: NewCluster): void {
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const options = ["-D", folder, "-U", "postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const { status, stderr } = spawnSync(
    join(binaries.folder, "bin/initdb"),
    [...options, "--encoding=UTF8", "--locale=C", ...(durable ? [] : ["--no-sync"])],
    { ...user, cwd: "/", env: postgresEnvironment, encoding: "utf8" },
  );
  rmSync(passwordFile, { force: true });
  if (status !== 0) throw new Error(`initdb failed: ${stderr || "it could not be run"}`);
}

/** The folder itself, where a link leads to it. */
export function resolveFolder(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : folder;
}
