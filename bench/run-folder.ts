import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "#scripts/launcher/options.ts";
import { keepRunning } from "#scripts/launcher/steps.ts";

/** What this run has started that has no data: stopped in reverse order when it ends early. */
export const running = keepRunning();

let opened: { path: string; remove: () => Promise<void> } | undefined;

/** A new folder for data of this run: removed when the run has ended, with every Postgres that still runs on it. */
export function newFolder(): string {
  opened ??= openRunFolder();
  return passable(mkdtempSync(join(opened.path, "data-")));
}

/**
 * Runs a bench and ends the process. However it ends (done, failed, interrupted, killed) it leaves no process and no
 * folder behind.
 */
export async function runAndEnd(bench: () => Promise<void>): Promise<never> {
  const ended = Promise.withResolvers<number>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => ended.resolve(128 + constants.signals[signal]));
  }
  process.on("uncaughtException", (error) => ended.reject(error));
  // Killed, npm cannot pass a signal on.
  const parent = process.ppid;
  const underNpm = process.env.npm_lifecycle_event !== undefined;
  setInterval(() => underNpm && process.ppid !== parent && ended.resolve(1), 500).unref();
  const code = await Promise.race([bench().then(() => Number(process.exitCode ?? 0)), ended.promise]).catch(
    (error: unknown) => {
      console.error(error);
      return 1;
    },
  );
  await running.stopAll();
  await opened?.remove();
  process.exit(code);
}

/** Removing it is left to a separate process, which survives a kill of this one. */
function openRunFolder() {
  const path = passable(mkdtempSync(join(tmpdir(), "purse-bench-")));
  const sweeper = spawn("/bin/sh", [join(import.meta.dirname, "sweep.sh"), path, projectFolder], {
    detached: true,
    stdio: ["pipe", "ignore", "inherit"],
  });
  const gone = once(sweeper, "exit");
  sweeper.unref();
  return {
    path,
    remove: async () => {
      sweeper.ref();
      sweeper.stdin.end();
      await gone;
    },
  };
}

/** As root, Postgres runs as another user, who must have access to the folder. */
function passable(folder: string): string {
  chmodSync(folder, 0o711);
  return folder;
}
