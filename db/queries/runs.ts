import { and, asc, desc, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { isOldDeviceScope } from "../schema/old-scope.ts";
import { runs } from "../schema/runs.ts";

export type RunRow = typeof runs.$inferSelect;

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

const updatedAt = sql`clock_timestamp()`;
