import type { DbOrTx } from "#db/client.ts";
import { readFamilies } from "#db/queries/credits/returned-batches.ts";
import { readNewestReturnLines } from "#db/queries/credits/returned-lines.ts";
import { rootOf } from "#lib/credits/bring-to-target.ts";
import { type ReturnedCredits, returnedCredits } from "#lib/credits/returned-credits.ts";
import { reviewPrefix } from "#lib/credits/revocation.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { toBatch } from "#lib/ledger/commit/rows.ts";

/** A batch whose payment was returned, what became of it, and the newest line that took credits of it or gave them back. */
export interface ReturnedBatch {
  number: number;
  label: string;
  credits: ReturnedCredits;
  /** Whether its credits only wait until its payment was checked. */
  isReviewed: boolean;
  line: Pick<Transaction, "version" | "type" | "at" | "amount" | "debtChange"> | null;
}

/** What became of batches of an account whose payment was returned; those whose payment never was are omitted. */
export async function readReturnedBatches(
  db: DbOrTx,
  account: string,
  batches: readonly number[],
): Promise<ReturnedBatch[]> {
  if (batches.length === 0) return [];
  const [rows, lines] = await Promise.all([
    readFamilies(
      db,
      batches.map((number) => ({ account, number })),
    ),
    readNewestReturnLines(db, account, batches),
  ]);
  const known = rows.map(toBatch);
  return batches.flatMap((number) => {
    const root = known.find((batch) => batch.number === number);
    if (root === undefined || root.revocation === null) return [];
    const credits = returnedCredits(
      root,
      known.filter((batch) => rootOf(batch) === number),
    );
    const line = lines.find((one) => one.ofBatch === number) ?? null;
    const isReviewed = line?.type === "revoke" && line.reference?.startsWith(reviewPrefix) === true;
    return [{ number, label: root.label, credits, isReviewed, line }];
  });
}
