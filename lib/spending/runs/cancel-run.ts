import { z } from "zod";
import type { Db } from "#db/client.ts";
import { type RunRow, readOwnRunRow } from "#db/queries/runs.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { findReplay } from "#lib/ledger/commit/find-replay.ts";
import type { Outcome } from "#lib/ledger/commit/outcome.ts";
import { reconcileRun } from "./reconcile-run.ts";

/** A user's request to cancel one of their runs. */
export interface CancelRequest {
  account: string;
  run: string;
  request: RequestKey;
  actor: string;
  platform: string | null;
}

/**
 * Releases the credits of a run that the user cancels, and brings the run to its state. The tool stops at its
 * next report. A run that has already ended is refused with the state of its hold. The same request is replayed.
 */
export async function cancelRun(db: Db, cancel: CancelRequest): Promise<{ outcome: Outcome; run: RunRow | null }> {
  const { account, request, actor, platform } = cancel;
  const run = z.uuid().safeParse(cancel.run).success ? await readOwnRunRow(db, account, cancel.run) : null;
  if (run === null || run.hold === null) {
    const replay = await findReplay(db, account, request);
    return { outcome: replay ?? { status: "refused", refusal: { slug: "not-found" } }, run: null };
  }
  const release = { type: "release", cause: "cancelled", hold: run.hold } as const;
  const outcome = await commitOne(db, { ...release, account, request, actor, platform });
  return { outcome, run: await reconcileRun(db, run.id) };
}
