import type { Db } from "#db/client.ts";
import { type KeptFileRow, readKeptFiles } from "#db/queries/run-files.ts";
import { settings } from "#lib/config/settings.ts";
import { keptSince } from "./kept-since.ts";

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

/** What an account's holds paid for, as far as it is kept, newest first. */
export async function readResultsOfHolds(db: Db, account: string, holds: readonly number[]): Promise<KeptResult[]> {
  if (holds.length === 0) return [];
  const rows = await readKeptFiles(db, account, {
    of: { holds },
    since: await keptSince(db),
    mostRuns: holds.length,
  });
  return toResults(rows);
}

/** How many results a tool's page lists; the history links to all. */
const listedRuns = 24;

/**
 * The newest kept results of an account's runs of a tool, from all devices, and among them the run that is asked for.
 * `more`: others are kept too.
 */
export async function readResultsOfTool(
  db: Db,
  account: string,
  { feature, run }: { feature: string; run: string | null },
): Promise<{ results: KeptResult[]; more: boolean }> {
  const rows = await readKeptFiles(db, account, {
    of: { feature, first: run },
    since: await keptSince(db),
    mostRuns: listedRuns + 1,
  });
  const results = toResults(rows);
  const listed = results.length > listedRuns ? withoutOldest(results, run) : results;
  return { results: listed, more: results.length > listedRuns };
}

/** The run that is asked for stays, however old it is. */
function withoutOldest(results: readonly KeptResult[], run: string | null): KeptResult[] {
  const oldest = results.findLast((result) => result.run !== run);
  return results.filter((result) => result !== oldest);
}

function toResults(rows: readonly KeptFileRow[]): KeptResult[] {
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
