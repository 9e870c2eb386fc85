import { and, asc, desc, eq, exists, gt, gte, inArray, lt, lte, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { creditBatches, creditEntries, creditTransactions, grantSources } from "../schema/credits.ts";

export type TransactionRow = typeof creditTransactions.$inferSelect;

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

interface Key {
  account: string;
  scope: string;
  key: string;
}

/** Lines that already carry these keys, for replays. Index: credit_transactions_key_once. */
export async function readTransactionsByKey(db: DbOrTx, keys: readonly Key[]): Promise<TransactionRow[]> {
  const wanted = JSON.stringify(keys);
  return await db
    .select()
    .from(creditTransactions)
    .where(
      sql`(${creditTransactions.accountId}, ${creditTransactions.keyScope}, ${creditTransactions.idempotencyKey}) in
        (select account, scope, decode(key, 'hex') from jsonb_to_recordset(${wanted}::jsonb) as k(account uuid, scope text, key text))`,
    );
}

/** Which of these outside facts were granted, and where. Index: grant_sources_pkey. */
export async function readGrantSources(
  db: DbOrTx,
  sources: readonly { source: string; sourceId: string }[],
): Promise<(typeof grantSources.$inferSelect)[]> {
  const wanted = JSON.stringify(sources);
  return await db
    .select()
    .from(grantSources)
    .where(
      sql`(${grantSources.source}, ${grantSources.sourceId}) in
        (select source, "sourceId" from jsonb_to_recordset(${wanted}::jsonb) as s(source text, "sourceId" text))`,
    );
}

/** Lines by account and version, newest version first. Index: credit_transactions_pkey. */
export async function readTransactionsByVersion(
  db: DbOrTx,
  account: string,
  versions: readonly number[],
): Promise<TransactionRow[]> {
  return await db
    .select()
    .from(creditTransactions)
    .where(and(eq(creditTransactions.accountId, account), inArray(creditTransactions.version, [...versions])))
    .orderBy(desc(creditTransactions.version));
}

/** Lines that commands name, in any order. Index: credit_transactions_pkey. */
export async function readNamedLines(
  db: DbOrTx,
  lines: readonly { account: string; version: number }[],
): Promise<TransactionRow[]> {
  const t = creditTransactions;
  return await db
    .select()
    .from(t)
    .where(
      sql`(${t.accountId}, ${t.version}) in
        (select account, version from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(account uuid, version bigint))`,
    );
}

/** Lines that answer these: captures of a hold, refunds of a spend. In order. Index: credit_transactions_by_relation. */
export async function readAnswerRows(
  db: DbOrTx,
  account: string,
  versions: readonly number[],
): Promise<TransactionRow[]> {
  const t = creditTransactions;
  return await db
    .select()
    .from(t)
    .where(and(eq(t.accountId, account), inArray(t.relatesTo, [...versions])))
    .orderBy(asc(t.version));
}

/** What narrows a page of history. */
export interface HistoryFilter {
  before?: number | undefined;
  types?: readonly TransactionRow["type"][] | undefined;
  kinds?: readonly EntryRow["kind"][] | undefined;
  feature?: string | undefined;
  platform?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  batch?: number | undefined;
}

/** A page of history, newest first. Index: credit_transactions_pkey, read backwards; a batch's page: credit_entries_by_batch. */
export async function readHistoryRows(
  db: DbOrTx,
  account: string,
  filter: HistoryFilter,
  limit: number,
): Promise<TransactionRow[]> {
  const t = creditTransactions;
  return await db
    .select()
    .from(t)
    .where(and(...conditionsOf(db, account, filter)))
    .orderBy(desc(t.version))
    .limit(limit);
}

function conditionsOf(db: DbOrTx, account: string, filter: HistoryFilter): (SQL | undefined)[] {
  const t = creditTransactions;
  return [
    eq(t.accountId, account),
    filter.before === undefined ? undefined : lt(t.version, filter.before),
    filter.types?.length ? inArray(t.type, [...filter.types]) : undefined,
    filter.feature === undefined ? undefined : eq(t.feature, filter.feature),
    filter.platform === undefined ? undefined : eq(t.platform, filter.platform),
    filter.from === undefined ? undefined : gte(t.at, filter.from),
    filter.to === undefined ? undefined : lt(t.at, filter.to),
    filter.kinds?.length ? touchesKind(db, filter.kinds) : undefined,
    filter.batch === undefined ? undefined : touchesBatch(db, filter.batch),
  ];
}

/** The versions of the next newer page, oldest first: from a version on, `limit` of them. Index: credit_transactions_pkey. */
export async function readNewerVersions(
  db: DbOrTx,
  account: string,
  { before: from = 0, ...filter }: HistoryFilter,
  limit: number,
): Promise<number[]> {
  const t = creditTransactions;
  const rows = await db
    .select({ version: t.version })
    .from(t)
    .where(and(gte(t.version, from), ...conditionsOf(db, account, filter)))
    .orderBy(asc(t.version))
    .limit(limit);
  return rows.map(({ version }) => version);
}

/** A stretch of history, oldest first, behind a version and not after an instant. Index: credit_transactions_pkey. */
export async function readHistoryRowsAfter(
  db: DbOrTx,
  account: string,
  { after, until, limit }: { after: number; until: Date; limit: number },
): Promise<TransactionRow[]> {
  const t = creditTransactions;
  return await db
    .select()
    .from(t)
    .where(and(eq(t.accountId, account), gt(t.version, after), lte(t.at, until)))
    .orderBy(asc(t.version))
    .limit(limit);
}

function touchesKind(db: DbOrTx, kinds: readonly EntryRow["kind"][]): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(creditEntries)
      .innerJoin(
        creditBatches,
        and(eq(creditBatches.accountId, creditEntries.accountId), eq(creditBatches.number, creditEntries.batch)),
      )
      .where(and(sameLine(), inArray(creditBatches.kind, [...kinds]))),
  );
}

function touchesBatch(db: DbOrTx, batch: number): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(creditEntries)
      .where(and(sameLine(), eq(creditEntries.batch, batch))),
  );
}

function sameLine(): SQL | undefined {
  return and(
    eq(creditEntries.accountId, creditTransactions.accountId),
    eq(creditEntries.version, creditTransactions.version),
  );
}

/** The entries of given lines in the order of their batches, with kind, source and end. Index: credit_entries_pkey. */
export async function readEntries(
  db: DbOrTx,
  lines: readonly { account: string; version: number }[],
): Promise<EntryRow[]> {
  const wanted = JSON.stringify(lines);
  return await db
    .select({
      accountId: creditEntries.accountId,
      version: creditEntries.version,
      batch: creditEntries.batch,
      amount: creditEntries.amount,
      kind: creditBatches.kind,
      source: creditBatches.source,
      expiresAt: creditBatches.expiresAt,
      onBehalfOf: creditEntries.onBehalfOf,
    })
    .from(creditEntries)
    .innerJoin(
      creditBatches,
      and(eq(creditBatches.accountId, creditEntries.accountId), eq(creditBatches.number, creditEntries.batch)),
    )
    .where(
      sql`(${creditEntries.accountId}, ${creditEntries.version}) in
        (select account, version from jsonb_to_recordset(${wanted}::jsonb) as l(account uuid, version bigint))`,
    )
    .orderBy(asc(creditBatches.kind), sql`${creditBatches.expiresAt} asc nulls last`, asc(creditEntries.batch));
}

/** The line that ended a hold, named by the version of the line that made it; null while it is open. Index: credit_transactions_by_relation. */
export async function readHoldEnd(db: DbOrTx, account: string, version: number): Promise<TransactionRow | null> {
  const t = creditTransactions;
  const [row] = await db
    .select()
    .from(t)
    .where(and(eq(t.accountId, account), eq(t.relatesTo, version), inArray(t.type, ["capture", "release"])));
  return row ?? null;
}
