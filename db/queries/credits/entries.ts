import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { pairsOf } from "../../arrays.ts";
import type { DbOrTx } from "../../client.ts";
import { creditBatches, creditEntries } from "../../schema/credits.ts";
import { behind } from "./batches.ts";

/** An entry with fields of its batch. */
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
    .select(entryColumns)
    .from(e)
    .innerJoin(linesNamed(lines), sql`${e.accountId} = pair.account and ${e.version} = pair.number`)
    .innerJoin(b, and(eq(b.accountId, e.accountId), eq(b.number, e.batch)))
    .orderBy(...inOrder)
    .prepare("entries")
    .execute();
}

/**
 * The first entries of each given line in deduction order, and how many there are: a line over thousands of batches is
 * read as a hundred rows. Index: credit_entries_pkey.
 */
export async function readFirstEntries(
  db: DbOrTx,
  lines: readonly LineName[],
  limit: number,
): Promise<(EntryRow & { entryCount: number })[]> {
  const [e, b] = [creditEntries, creditBatches];
  const first = db
    .select({ ...entryColumns, entryCount: sql`count(*) over ()`.mapWith(Number).as("entry_count") })
    .from(e)
    .innerJoin(b, and(eq(b.accountId, e.accountId), eq(b.number, e.batch)))
    .where(sql`${e.accountId} = pair.account and ${e.version} = pair.number`)
    .orderBy(...inOrder)
    .limit(limit)
    .as("first");
  const rows = await db
    .select(first._.selectedFields)
    .from(linesNamed(lines))
    .innerJoinLateral(first, sql`true`)
    .prepare("first-entries")
    .execute();
  return rows;
}

/** A page of one line's entries in deduction order, after an entry. Index: credit_entries_pkey. */
export async function readEntriesAfter(
  db: DbOrTx,
  { account, version }: LineName,
  { after, limit }: { after: EntryRow | null; limit: number },
): Promise<EntryRow[]> {
  const [e, b] = [creditEntries, creditBatches];
  const own = and(eq(e.accountId, account), eq(e.version, version));
  return await db
    .select(entryColumns)
    .from(e)
    .innerJoin(b, and(eq(b.accountId, e.accountId), eq(b.number, e.batch)))
    .where(after === null ? own : and(own, behind({ ...after, number: after.batch })))
    .orderBy(...inOrder)
    .limit(limit);
}

/** The entry of a line for a batch, or null. Index: credit_entries_pkey. */
export async function readEntryOf(db: DbOrTx, line: LineName, batch: number): Promise<EntryRow | null> {
  const [e, b] = [creditEntries, creditBatches];
  const [row] = await db
    .select(entryColumns)
    .from(e)
    .innerJoin(b, and(eq(b.accountId, e.accountId), eq(b.number, e.batch)))
    .where(and(eq(e.accountId, line.account), eq(e.version, line.version), eq(e.batch, batch)));
  return row ?? null;
}

const entryColumns = {
  accountId: creditEntries.accountId,
  version: creditEntries.version,
  batch: creditEntries.batch,
  amount: creditEntries.amount,
  kind: creditBatches.kind,
  source: creditBatches.source,
  expiresAt: creditBatches.expiresAt,
  onBehalfOf: creditEntries.onBehalfOf,
};

const inOrder = [asc(creditBatches.kind), sql`${creditBatches.expiresAt} asc nulls last`, asc(creditEntries.batch)];

/** Lines as a table to join with: `pair(account, number)`, each line once. */
export function linesNamed(lines: readonly LineName[]): SQL {
  return pairsOf(
    lines.map(({ account, version }) => ({ account, number: version })),
    "bigint",
  );
}
