import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";

/** Removes the timeouts for this transaction: writing a long history takes longer than any request is allowed to. */
export async function allowLongTransaction(tx: Tx): Promise<void> {
  await tx.execute(sql`set local statement_timeout = 0`);
  await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`);
}
