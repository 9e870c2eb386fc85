import { and, asc, desc, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { isOldDeviceScope } from "../schema/old-scope.ts";
import { runResults, runs } from "../schema/runs.ts";

export type RunRow = typeof runs.$inferSelect;

/** The metadata of a file that a run made, without its bytes. */
export type RunFileRow = Omit<typeof runResults.$inferSelect, "bytes">;

/** One run of any user, for reconciling it. Index: runs_pkey. */
export async function readRunRow(db: DbOrTx, id: string): Promise<RunRow | null> {
  const [row] = await db.select().from(runs).where(eq(runs.id, id));
  return row ?? null;
}

/** One run of an account; null for another account's run. Index: runs_pkey. */
export async function readOwnRunRow(db: DbOrTx, account: string, id: string): Promise<RunRow | null> {
  const [row] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.id, id), eq(runs.accountId, account)));
  return row ?? null;
}

/**
 * The run that a key started. Index: runs_key_once. An app's key is also looked up among the runs of its platform's old
 * device scopes (runs_by_old_key), where the one with this fingerprint comes first.
 */
export async function readRunOfKey(
  db: DbOrTx,
  { account, scope, key, fingerprint }: { account: string; scope: string; key: string; fingerprint: string },
): Promise<RunRow | null> {
  const [row] = await db
    .select()
    .from(runs)
    .where(
      and(
        eq(runs.accountId, account),
        eq(runs.idempotencyKey, key),
        or(eq(runs.keyScope, scope), and(isOldDeviceScope(runs.keyScope), eq(runs.platform, scope))),
      ),
    )
    .orderBy(desc(eq(runs.keyScope, scope)), desc(eq(runs.fingerprint, fingerprint)))
    .limit(1);
  return row ?? null;
}

/** An account's runs that have not ended: the limit counts them. Index: runs_running. */
export async function readRunningRows(db: DbOrTx, account: string): Promise<RunRow[]> {
  return await db
    .select()
    .from(runs)
    .where(and(eq(runs.accountId, account), eq(runs.status, "running")));
}

/** An account's newest run of a feature since an instant, for the tool's page. Index: runs_by_account, read backwards. */
export async function readLatestRunRow(
  db: DbOrTx,
  account: string,
  { feature, since }: { feature: string; since: Date },
): Promise<RunRow | null> {
  const [row] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.accountId, account), eq(runs.feature, feature), gt(runs.createdAt, since)))
    .orderBy(desc(runs.createdAt))
    .limit(1);
  return row ?? null;
}

/** Runs without a heartbeat since an instant, oldest first, to reconcile them when their process died. Index: runs_running. */
export async function readSilentRunRows(db: DbOrTx, before: Date, limit: number): Promise<RunRow[]> {
  return await db
    .select()
    .from(runs)
    .where(and(eq(runs.status, "running"), lt(runs.updatedAt, before)))
    .orderBy(asc(runs.updatedAt))
    .limit(limit);
}

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

/**
 * The files that are still kept of an account's finished runs since an instant, newest run first, for its tool pages and
 * its history. Indexes: runs_by_account, read backwards; run_results_pkey.
 */
export async function readKeptFiles(
  db: DbOrTx,
  account: string,
  { since, limit }: { since: Date; limit: number },
): Promise<KeptFileRow[]> {
  const { bytes: _bytes, runId: _runId, ...file } = runFileColumns;
  const { id, feature, hold, platform, createdAt } = runs;
  return await db
    .select({ run: { id, feature, hold, platform, createdAt }, file })
    .from(runs)
    .innerJoin(runResults, eq(runResults.runId, runs.id))
    .where(and(eq(runs.accountId, account), gt(runs.createdAt, since), eq(runs.status, "done"), stillKept))
    .orderBy(desc(runs.createdAt), asc(runResults.number))
    .limit(limit);
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

/** Inserts a new run, before its hold exists. */
export async function insertRun(db: DbOrTx, run: typeof runs.$inferInsert): Promise<RunRow> {
  const [row] = await db.insert(runs).values(run).returning();
  if (row === undefined) throw new Error("insertRun: the database answered no row");
  return row;
}

/** Deletes a run that has no hold: it never started. Index: runs_pkey. */
export async function deleteUnheldRun(db: DbOrTx, id: string): Promise<void> {
  await db.delete(runs).where(and(eq(runs.id, id), isNull(runs.hold)));
}

/** Binds a run to its hold, once. The caller that gets the row does the work. Index: runs_pkey. */
export async function claimRun(db: DbOrTx, id: string, hold: number): Promise<RunRow | null> {
  const [row] = await db
    .update(runs)
    .set({ hold, updatedAt })
    .where(and(eq(runs.id, id), isNull(runs.hold)))
    .returning();
  return row ?? null;
}

/** Stores the progress of a run. Returns whether it is still running. Index: runs_pkey. */
export async function setRunProgress(db: DbOrTx, id: string, progress: number): Promise<boolean> {
  const moved = await db
    .update(runs)
    .set({ progress, updatedAt })
    .where(and(eq(runs.id, id), eq(runs.status, "running")))
    .returning({ id: runs.id });
  return moved.length > 0;
}

/** Records that a run was checked, so that others are reconciled first. Index: runs_pkey. */
export async function touchRun(db: DbOrTx, id: string): Promise<void> {
  await db.update(runs).set({ updatedAt }).where(eq(runs.id, id));
}

/** Stores the outcome of a run: its cost, or why it failed. The first one stays; returns whether this was it. Index: runs_pkey. */
export async function setRunOutcome(
  db: DbOrTx,
  id: string,
  outcome: { cost: number } | { error: string },
): Promise<boolean> {
  const moved = await db
    .update(runs)
    .set({ ...outcome, updatedAt })
    .where(and(eq(runs.id, id), eq(runs.status, "running"), isNull(runs.cost), isNull(runs.error)))
    .returning({ id: runs.id });
  return moved.length > 0;
}

/** Ends a run the way its hold ended; an ended run stays unchanged. Index: runs_pkey. */
export async function settleRun(
  db: DbOrTx,
  id: string,
  end: Pick<RunRow, "status" | "cost" | "error" | "progress">,
): Promise<void> {
  await db
    .update(runs)
    .set({ ...end, updatedAt })
    .where(and(eq(runs.id, id), eq(runs.status, "running")));
}

/** Stores the files of a run. */
export async function insertRunFiles(db: DbOrTx, files: (typeof runResults.$inferInsert)[]): Promise<void> {
  await db.insert(runResults).values(files);
}

/** Deletes the files of a run. Index: run_results_pkey. */
export async function deleteRunFiles(db: DbOrTx, run: string): Promise<void> {
  await db.delete(runResults).where(eq(runResults.runId, run));
}

/** Deletes the files of all but an account's newest runs. Indexes: runs_by_account, run_results_pkey. */
export async function deleteOlderRunFiles(db: DbOrTx, account: string, kept: number): Promise<void> {
  await db.delete(runResults).where(
    sql`${runResults.runId} in (select ${runs.id} from ${runs} where ${runs.accountId} = ${account}
      order by ${runs.createdAt} desc offset ${kept})`,
  );
}

const updatedAt = sql`clock_timestamp()`;
