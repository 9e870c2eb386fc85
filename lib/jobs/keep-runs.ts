import { database } from "#lib/database.ts";
import { healRuns } from "#lib/features/runs/heal-runs.ts";
import { log } from "#lib/observability/log.ts";

const everyMs = 30_000;
const slot = Symbol.for("purse.keep-runs");
const store: typeof globalThis & { [slot]?: NodeJS.Timeout } = globalThis;

/** Looks twice a minute at runs that fell silent. One loop a process. */
export function keepRuns(): void {
  store[slot] ??= setInterval(() => void healRuns(database()).catch(explain), everyMs);
  store[slot].unref();
}

function explain(error: unknown): void {
  log.warn({ err: error }, "Silent runs could not be read");
}
