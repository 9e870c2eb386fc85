import { and, eq, inArray } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { creditBatches } from "../schema/credits.ts";

/** What batches are called, for the lines of a history page that touched them. Index: credit_batches_pkey. */
export async function readBatchLabelRows(
  db: DbOrTx,
  account: string,
  numbers: readonly number[],
): Promise<{ number: number; label: string }[]> {
  return await db
    .select({ number: creditBatches.number, label: creditBatches.label })
    .from(creditBatches)
    .where(and(eq(creditBatches.accountId, account), inArray(creditBatches.number, [...numbers])));
}
