import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { type KeptFileRow, readKeptFiles } from "#db/queries/runs.ts";
import { settings } from "#lib/config/settings.ts";
import { keptHours, runTimes } from "./run-limits.ts";

/** What a finished run made, while it is kept. */
export interface KeptResult {
  run: string;
  feature: string;
  /** The number of its hold. */
  hold: number | null;
  platform: string | null;
  at: Date;
  /** The instant until which it can be downloaded, exclusive. */
  until: Date;
  files: { url: string; name: string; type: string }[];
}

const mostFiles = 200;

/** The results of an account's runs that are kept, from all devices, newest first. */
export async function readKeptResults(db: Db, account: string): Promise<KeptResult[]> {
  const longest = keptHours * 3600 + runTimes.workSeconds + runTimes.holdSeconds;
  const since = new Date((await readClock(db)).getTime() - longest * 1000);
  const rows = await readKeptFiles(db, account, { since, limit: mostFiles });
  return [...Map.groupBy(rows, ({ run }) => run.id).values()].map(toResult);
}

function toResult(rows: KeptFileRow[]): KeptResult {
  const [first] = rows;
  if (first === undefined) throw new Error("a group has at least one row");
  const { id, feature, hold, platform, createdAt } = first.run;
  return {
    run: id,
    feature,
    hold,
    platform,
    at: createdAt,
    until: new Date(Math.min(...rows.map(({ file }) => file.expiresAt.getTime()))),
    files: rows.map(({ file: { number, name, type } }) => ({
      url: `${settings().appUrl}/api/v1/runs/${id}/results/${number}`,
      name,
      type,
    })),
  };
}
