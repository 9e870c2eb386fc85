import type { DbOrTx } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { keptHours, runLimits } from "./run-limits.ts";

/** Results that are still kept come from runs that started after this instant. */
export async function keptSince(db: DbOrTx): Promise<Date> {
  const longestSeconds = keptHours * 3600 + runLimits.workSeconds + runLimits.holdSeconds;
  return new Date((await readClock(db)).getTime() - longestSeconds * 1000);
}
