import { and, asc, desc, eq, exists, gt, gte, inArray, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { runResults, runs } from "../schema/runs.ts";
import type { RunRow } from "./runs.ts";

/** The metadata of a file that a run made, without its bytes. */
export type RunFileRow = Omit<typeof runResults.$inferSelect, "bytes">;

/** The files of a run that are still stored. Index: run_results_pkey. */
export async function readRunFiles(db: DbOrTx, run: string): Promise<RunFileRow[]> {
  const { bytes: _bytes, ...known } = runFileColumns;
  return await db
    .select(known)
    .from(runResults)
    .where(and(eq(runResults.runId, run), stillKept))
    .orderBy(asc(runResults.number));
}

/** A file that is still kept, with its run. */
export interface KeptFileRow {
  run: Pick<RunRow, "id" | "feature" | "hold" | "platform" | "createdAt">;
  file: Omit<RunFileRow, "runId">;
}

/** Which runs' files to read: those of a feature, a given run first, or those that certain holds paid for. */
export type KeptOf = { feature: string; first: string | null } | { holds: readonly number[] };

/**
 * The files that are still kept of an account's finished runs since an instant, newest run first, for its tool pages and
 * its history. Indexes: runs_by_account, read backwards; run_results_pkey.
 */
export async function readKeptFiles(
  db: DbOrTx,
  account: string,
  { of, since, mostRuns }: { of: KeptOf; since: Date; mostRuns: number },
): Promise<KeptFileRow[]> {
  const { bytes: _bytes, runId: _runId, ...file } = runFileColumns;
  const { id, feature, hold, platform, createdAt } = runs;
  const anyFile = db
    .select({ one: sql`1` })
    .from(runResults)
    .where(and(eq(runResults.runId, runs.id), stillKept));
  const wanted = "holds" in of ? inArray(hold, [...of.holds]) : eq(feature, of.feature);
  const first = "holds" in of || of.first === null ? [] : [desc(sql`${id}::text = ${of.first}`)];
  const chosen = db
    .select({ id, feature, hold, platform, createdAt })
    .from(runs)
    .where(and(eq(runs.accountId, account), gt(createdAt, since), eq(runs.status, "done"), wanted, exists(anyFile)))
    .orderBy(...first, desc(createdAt))
    .limit(mostRuns)
    .as("chosen");
  const run = {
    id: chosen.id,
    feature: chosen.feature,
    hold: chosen.hold,
    platform: chosen.platform,
    createdAt: chosen.createdAt,
  };
  return await db
    .select({ run, file })
    .from(chosen)
    .innerJoin(runResults, eq(runResults.runId, chosen.id))
    .where(stillKept)
    .orderBy(desc(chosen.createdAt), asc(runResults.number));
}

/**
 * The instant when the kept files of an account's runs since an instant add up to less than a limit in bytes again; null
 * when they do now. Sizes are read without the bytes. Indexes: runs_by_account, run_results_pkey.
 */
export async function readRoomForFiles(
  db: DbOrTx,
  account: string,
  { since, limit }: { since: Date; limit: number },
): Promise<Date | null> {
  const newerFirst = sql`order by ${runResults.expiresAt} desc, ${runResults.runId}, ${runResults.number}`;
  const kept = db
    .select({
      expiresAt: runResults.expiresAt,
      bytes: sql<number>`sum(octet_length(${runResults.bytes})) over (${newerFirst})`.as("bytes_so_far"),
    })
    .from(runs)
    .innerJoin(runResults, eq(runResults.runId, runs.id))
    .where(and(eq(runs.accountId, account), gt(runs.createdAt, since), stillKept))
    .as("kept");
  const [row] = await db
    .select({ expiresAt: kept.expiresAt })
    .from(kept)
    .where(gte(kept.bytes, limit))
    .orderBy(desc(kept.expiresAt))
    .limit(1);
  return row?.expiresAt ?? null;
}

/** One file of an account's finished run; null for another account's, deleted or unknown. Index: run_results_pkey. */
export async function readOwnRunFile(
  db: DbOrTx,
  { account, run, number }: { account: string; run: string; number: number },
): Promise<typeof runResults.$inferSelect | null> {
  const [row] = await db
    .select(runFileColumns)
    .from(runResults)
    .innerJoin(runs, eq(runs.id, runResults.runId))
    .where(
      and(
        eq(runResults.runId, run),
        eq(runResults.number, number),
        eq(runs.accountId, account),
        eq(runs.status, "done"),
        stillKept,
      ),
    );
  return row ?? null;
}

/** Stores the files of a run. */
export async function insertRunFiles(db: DbOrTx, files: (typeof runResults.$inferInsert)[]): Promise<void> {
  await db.insert(runResults).values(files);
}

/** Deletes the files of a run. Index: run_results_pkey. */
export async function deleteRunFiles(db: DbOrTx, run: string): Promise<void> {
  await db.delete(runResults).where(eq(runResults.runId, run));
}

const stillKept = sql`${runResults.expiresAt} > clock_timestamp()`;
const runFileColumns = {
  runId: runResults.runId,
  number: runResults.number,
  type: runResults.type,
  name: runResults.name,
  width: runResults.width,
  height: runResults.height,
  bytes: runResults.bytes,
  expiresAt: runResults.expiresAt,
};
