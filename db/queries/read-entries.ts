import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { pairsOf } from "../arrays.ts";
import type { DbOrTx } from "../client.ts";
import { creditBatches, creditEntries } from "../schema/credits.ts";

/** An entry with what its batch says of itself. */
export interface EntryRow {
  accountId: string;
  version: number;
  batch: number;
  amount: number;
  kind: "subscription" | "activity" | "purchased";
  source: string;
  expiresAt: Date | null;
  onBehalfOf: number | null;
}

/** A line by its account and version. */
export interface LineName {
  account: string;
  version: number;
}

/** The entries of given lines in the order of their batches, with kind, source and end. Index: credit_entries_pkey. */
export async function readEntries(db: DbOrTx, lines: readonly LineName[]): Promise<EntryRow[]> {
  const [e, b] = [creditEntries, creditBatches];
  return await db
    .select({
      accountId: e.accountId,
      version: e.version,
      batch: e.batch,
      amount: e.amount,
      kind: b.kind,
      source: b.source,
      expiresAt: b.expiresAt,
      onBehalfOf: e.onBehalfOf,
    })
    .from(e)
    .innerJoin(linesNamed(lines), sql`${e.accountId} = pair.account and ${e.version} = pair.number`)
    .innerJoin(b, and(eq(b.accountId, e.accountId), eq(b.number, e.batch)))
    .orderBy(asc(b.kind), sql`${b.expiresAt} asc nulls last`, asc(e.batch))
    .prepare("entries")
    .execute();
}

/** Lines as a table to join with: `pair(account, number)`, each line once. */
export function linesNamed(lines: readonly LineName[]): SQL {
  return pairsOf(
    lines.map(({ account, version }) => ({ account, number: version })),
    "bigint",
  );
}
