import { and, asc, desc, eq, gt, lt, or, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { isOldDeviceScope } from "../schema/old-scope.ts";
import { runResults, runs } from "../schema/runs.ts";

export type RunRow = typeof runs.$inferSelect;

/** What is known of a file that a run made, without its bytes. */
export type RunFileRow = Omit<typeof runResults.$inferSelect, "bytes">;

/** One run, whoever's, for bringing it to its state. Index: runs_pkey. */
export async function readRunRow(db: DbOrTx, id: string): Promise<RunRow | null> {
  const [row] = await db.select().from(runs).where(eq(runs.id, id));
  return row ?? null;
}

/** One run of an account; another's is none. Index: runs_pkey. */
export async function readOwnRunRow(db: DbOrTx, account: string, id: string): Promise<RunRow | null> {
  const [row] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.id, id), eq(runs.accountId, account)));
  return row ?? null;
}

/**
 * The run that a key began. Index: runs_key_once. An app's key is looked for among the runs of its platform's old device
 * scopes too (runs_by_old_key), where the one with this fingerprint comes first.
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

/** An account's runs that are not over: the limit counts them. Index: runs_running. */
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

/** Runs that were not heard of since an instant, longest silent first: healed when their process died. Index: runs_running. */
export async function readSilentRunRows(db: DbOrTx, before: Date, limit: number): Promise<RunRow[]> {
  return await db
    .select()
    .from(runs)
    .where(and(eq(runs.status, "running"), lt(runs.updatedAt, before)))
    .orderBy(asc(runs.updatedAt))
    .limit(limit);
}

/** The files that a run made and that are still kept. Index: run_results_pkey. */
export async function readRunFiles(db: DbOrTx, run: string): Promise<RunFileRow[]> {
  const { bytes: _bytes, ...known } = runFileColumns;
  return await db
    .select(known)
    .from(runResults)
    .where(and(eq(runResults.runId, run), stillKept))
    .orderBy(asc(runResults.number));
}

/** One file that an account's finished run made; another's, an old one's or none is null. Index: run_results_pkey. */
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
