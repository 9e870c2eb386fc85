import { setTimeout as sleep } from "node:timers/promises";
import { onClosing } from "#lib/closing.ts";
import { database, directDatabaseUrl } from "#lib/database.ts";
import { log } from "#lib/observability/log.ts";
import { cleanUp } from "./clean-up.ts";
import { type Schedule, startSchedules } from "./schedules.ts";

const schedules: Schedule[] = [{ name: "clean-up", cron: "17 * * * *", run: () => cleanUp(database()) }];
const pauseMs = 30_000;

const slot = Symbol.for("purse.keep-schedules");
const store: typeof globalThis & { [slot]?: true } = globalThis;

/** Keeps the schedules of this process: it goes on trying until the database lets them begin, and serves meanwhile. */
export function keepSchedules(): void {
  if (store[slot]) return;
  store[slot] = true;
  void keepTrying();
}

async function keepTrying(): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    try {
      onClosing(await startSchedules(directDatabaseUrl(), schedules));
      return;
    } catch (error) {
      if (failures === 0) log.warn({ err: error }, "Schedules could not begin, and are tried again");
    }
    await sleep(pauseMs, undefined, { ref: false });
  }
}
