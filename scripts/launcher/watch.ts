import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { resolveFolder } from "#scripts/local-postgres/folder.ts";
import { readPostmaster } from "#scripts/local-postgres/postmaster.ts";
import type { LaunchOptions } from "./options.ts";

/**
 * Stops everything when a part of it has ended: the app, its database, or the npm that started us (killed, it cannot
 * pass a signal on, and we would keep the port from the next start).
 */
export function watch(
  app: ChildProcess,
  { dataFolder, mode }: LaunchOptions,
  stop: (code: number, reason: string) => Promise<void>,
): void {
  app.once("exit", () => void stop(1, "The app has ended: stopping the rest. Start again to go on."));
  const parent = process.ppid;
  const underNpm = process.env.npm_lifecycle_event !== undefined;
  const ownDatabase = mode === "demo" && !process.env.DATABASE_URL;
  const timer = setInterval(() => {
    if (underNpm && process.ppid !== parent) void stop(0, "npm has ended: stopping.");
    if (ownDatabase && !readPostmaster(resolveFolder(join(dataFolder, "postgres"))))
      void stop(1, "Postgres has ended: stopping the rest. Start again, nothing is lost.");
  }, 500);
  timer.unref();
}
