import { and, eq, isNull, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { runResults, runs } from "../schema/runs.ts";
import type { RunRow } from "./read-runs.ts";

/** Writes a new run; it comes before its hold. */
export async function insertRun(db: DbOrTx, run: typeof runs.$inferInsert): Promise<RunRow> {
  const [row] = await db.insert(runs).values(run).returning();
  if (row === undefined) throw new Error("insertRun: the database answered no row");
  return row;
}

/** Takes back a run for which nothing was held: it never began. Index: runs_pkey. */
export async function deleteUnheldRun(db: DbOrTx, id: string): Promise<void> {
  await db.delete(runs).where(and(eq(runs.id, id), isNull(runs.hold)));
}

/** Binds a run to its hold, once. Who is answered the row is the one who does the work. Index: runs_pkey. */
export async function claimRun(db: DbOrTx, id: string, hold: number): Promise<RunRow | null> {
  const [row] = await db
    .update(runs)
    .set({ hold, updatedAt })
    .where(and(eq(runs.id, id), isNull(runs.hold)))
    .returning();
  return row ?? null;
}

/** Keeps how far a run has come. Answers whether it still runs. Index: runs_pkey. */
export async function setRunProgress(db: DbOrTx, id: string, progress: number): Promise<boolean> {
  const moved = await db
    .update(runs)
    .set({ progress, updatedAt })
    .where(and(eq(runs.id, id), eq(runs.status, "running")))
    .returning({ id: runs.id });
  return moved.length > 0;
}

/** Notes that a run was looked at, so that the healing turns to others first. Index: runs_pkey. */
export async function touchRun(db: DbOrTx, id: string): Promise<void> {
  await db.update(runs).set({ updatedAt }).where(eq(runs.id, id));
}

/** Keeps what a run wants of its hold: what it cost, or why it failed. The first stays. Answers whether this was it. Index: runs_pkey. */
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

/** Ends a run as its hold ended; an ended one stays as it is. Index: runs_pkey. */
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

/** Keeps the files that a run made. */
export async function insertRunFiles(db: DbOrTx, files: (typeof runResults.$inferInsert)[]): Promise<void> {
  await db.insert(runResults).values(files);
}

/** Removes the files of a run. Index: run_results_pkey. */
export async function deleteRunFiles(db: DbOrTx, run: string): Promise<void> {
  await db.delete(runResults).where(eq(runResults.runId, run));
}

/** Removes the files of all but an account's newest runs. Indexes: runs_by_account, run_results_pkey. */
export async function deleteOlderRunFiles(db: DbOrTx, account: string, kept: number): Promise<void> {
  await db.delete(runResults).where(
    sql`${runResults.runId} in (select ${runs.id} from ${runs} where ${runs.accountId} = ${account}
      order by ${runs.createdAt} desc offset ${kept})`,
  );
}

const updatedAt = sql`clock_timestamp()`;
