import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { NotPossibleHere, runIn, type Setting, until } from "./fault.ts";
import { compare, settle, untilServing } from "./settle.ts";
import { openWorld } from "./world.ts";

export const fullDiskName = "a full disk under Postgres";

const diskMegabytes = 200;
const leftBytes = 64 * 1024;
const failuresWanted = 20;

/**
 * The disk of Postgres is full for a while: a small one in memory that is mounted only for this, so that
 * nothing else on the machine runs out of space. @throws NotPossibleHere when we cannot mount.
 */
export async function fillDisk(seconds: number): Promise<string> {
  const disk = mountDisk();
  try {
    const world = await openWorld(join(disk, "world"));
    try {
      return await runIn(world, { name: fullDiskName, run: (setting) => fillUnder(setting, disk) }, seconds);
    } finally {
      await world.stop();
    }
  } finally {
    spawnSync("umount", [disk]);
    rmdirSync(disk);
  }
}

function mountDisk(): string {
  const disk = mkdtempSync(join(tmpdir(), "purse-disk-"));
  const options = ["-t", "tmpfs", "-o", `size=${diskMegabytes}m`, "tmpfs", disk];
  const { status, stderr, error } = spawnSync("mount", options, { encoding: "utf8" });
  if (status !== 0) {
    rmdirSync(disk);
    throw new NotPossibleHere(`a small disk cannot be mounted (${error?.message ?? stderr.trim()})`);
  }
  chmodSync(disk, 0o755);
  return disk;
}

async function fillUnder({ world, seconds, startApp, startLoad }: Setting, disk: string): Promise<string> {
  const { log, accounts } = world;
  const app = await startApp();
  const load = startLoad(app);
  await sleep(seconds * 1_000);
  const ballast = join(disk, "ballast");
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballast, Buffer.alloc(Math.max(bavail * bsize - leftBytes, 0)));
  const before = log.unknown;
  await until("commands fail because the disk is full", () => log.unknown >= before + failuresWanted);
  await sleep(1_000);
  rmSync(ballast);
  const freedAt = Date.now();
  // A log that cannot be written ends Postgres: then it is started again. The app is not touched either way.
  await sleep(200);
  const ended = world.postmaster() === null;
  if (ended) await world.startDatabaseAgain();
  const servingAfter = (await untilServing(log, app.url, accounts)) - freedAt;
  const count = await load.stop();
  const settled = await settle(log, app.url);
  await compare(log, world.owner, world.databaseUrl);
  const database = ended ? "Postgres had ended" : "Postgres went on";
  return `${count} commands, ${database}, ${settled} settled by their retry, serving again after ${(servingAfter / 1_000).toFixed(1)} s`;
}
