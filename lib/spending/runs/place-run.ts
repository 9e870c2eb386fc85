import type { Db, Tx } from "#db/client.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import { insertRun, type RunRow, readRunningRows, readRunOfKey } from "#db/queries/runs.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import { findReplay } from "#lib/ledger/commit/find-replay.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import type { UseRequest } from "../../catalogue/price.ts";
import { runsAtOnce } from "./run-limits.ts";

/** The row of a run, or why it was not inserted. `too-many`: a running one must end first. */
export type Placed =
  | { status: "placed"; run: RunRow }
  | { status: "refused"; refusal: Refusal }
  | { status: "too-many"; running: RunRow[] };

/**
 * Finds or inserts the row of a run, under the lock of the account, so that parallel calls see each other and
 * the limit is exact. A replay is never limited.
 */
export async function placeRun(db: Db, use: UseRequest): Promise<Placed> {
  return await inTransaction(db, (tx) => placeIn(tx, use));
}

async function placeIn(tx: Tx, { account, feature, units, platform, request }: UseRequest): Promise<Placed> {
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
  const keyed = { keyScope: scope, idempotencyKey: key, fingerprint };
  return { status: "placed", run: await insertRun(tx, { accountId: account, ...keyed, feature, units, platform }) };
}
