import type { Db, Tx } from "#db/client.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import { readRoomForFiles } from "#db/queries/run-files.ts";
import { insertRun, type RunRow, readRunningRows, readRunOfKey } from "#db/queries/runs.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import { findReplay } from "#lib/ledger/commit/find-replay.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import type { UseRequest } from "../../catalogue/price.ts";
import { keptSince } from "./kept-since.ts";
import { type RunLimits, runLimits, runsAtOnce } from "./run-limits.ts";

/** The row of a run, or why it was not inserted. `too-many`: a running one must end first. `results-full`: kept ones must expire first. */
export type Placed =
  | { status: "placed"; run: RunRow }
  | { status: "refused"; refusal: Refusal }
  | { status: "too-many"; running: RunRow[] }
  | { status: "results-full"; roomAt: Date };

/**
 * Finds or inserts the row of a run, under the lock of the account, so that parallel calls see each other and
 * the limit is exact. A replay is never limited.
 */
export async function placeRun(db: Db, use: UseRequest, limits = runLimits): Promise<Placed> {
  return await inTransaction(db, (tx) => placeIn(tx, use, limits));
}

async function placeIn(tx: Tx, use: UseRequest, { keptBytes }: RunLimits): Promise<Placed> {
  const { account, feature, units, platform, request } = use;
  const { scope, key, fingerprint } = request;
  const locked = await lockAccounts(tx, [account]);
  if (locked.length === 0) return { status: "refused", refusal: { slug: "not-found" } };

  const earlier = await readRunOfKey(tx, { account, scope, key, fingerprint });
  if (earlier !== null && earlier.fingerprint !== fingerprint) {
    return { status: "refused", refusal: { slug: "idempotency-key-reused" } };
  }
  if (earlier !== null) return { status: "placed", run: earlier };

  const running = await readRunningRows(tx, account);
  if (running.length >= runsAtOnce && (await findReplay(tx, account, request)) === null) {
    return { status: "too-many", running };
  }
  const roomAt = await readRoomForFiles(tx, account, { since: await keptSince(tx), limit: keptBytes });
  if (roomAt !== null && (await findReplay(tx, account, request)) === null) return { status: "results-full", roomAt };
  const keyed = { keyScope: scope, idempotencyKey: key, fingerprint };
  return { status: "placed", run: await insertRun(tx, { accountId: account, ...keyed, feature, units, platform }) };
}
