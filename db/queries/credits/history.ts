import { and, asc, desc, eq, exists, gt, gte, inArray, isNotNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { creditBatches, creditEntries, creditTransactions } from "../../schema/credits.ts";
import type { EntryRow } from "./entries.ts";
import type { TransactionRow } from "./transactions.ts";

/** Filters of a history page. */
export interface HistoryFilter {
  before?: number | undefined;
  types?: readonly TransactionRow["type"][] | undefined;
  kinds?: readonly EntryRow["kind"][] | undefined;
  feature?: string | undefined;
  platform?: string | undefined;
  reference?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Lines from `first` on and before `end`: what days stand for, where no line outside them may be read. */
  versions?: { first: number; end: number } | undefined;
  batch?: number | undefined;
  /** Where the credits were used; `service` is a product back end. A capture counts where its hold was made. */
  usedOn?: string | undefined;
  /** Lines of these features, and these lines. */
  search?: { features: readonly string[]; versions: readonly number[] } | undefined;
}

/**
 * A page of history, newest first. Index: credit_transactions_pkey, read backwards; a reference's lines:
 * credit_transactions_by_reference, read backwards; a batch's page: credit_entries_by_batch.
 */
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

/** All filters of a page of lines. */
export function conditionsOf(db: DbOrTx, account: string, filter: HistoryFilter): (SQL | undefined)[] {
  const t = creditTransactions;
  return [
    ...isInPage(account, filter),
    filter.types?.length ? inArray(t.type, [...filter.types]) : undefined,
    filter.kinds?.length ? touchesKind(db, filter.kinds, t.version) : undefined,
    filter.batch === undefined ? undefined : touchesBatch(db, filter.batch),
  ];
}

/** The filters that are decided line by line. */
export function isInPage(account: string, filter: Omit<HistoryFilter, "types" | "kinds" | "batch">) {
  const t = creditTransactions;
  return [
    eq(t.accountId, account),
    filter.before === undefined ? undefined : lt(t.version, filter.before),
    filter.feature === undefined ? undefined : eq(t.feature, filter.feature),
    filter.platform === undefined ? undefined : eq(t.platform, filter.platform),
    filter.reference === undefined ? undefined : eq(t.reference, filter.reference),
    filter.from === undefined ? undefined : gte(t.at, filter.from),
    filter.to === undefined ? undefined : lt(t.at, filter.to),
    filter.versions === undefined ? undefined : gte(t.version, filter.versions.first),
    filter.versions === undefined ? undefined : lt(t.version, filter.versions.end),
    filter.usedOn === undefined ? undefined : and(isNotNull(t.feature), eq(usedOn, filter.usedOn)),
    filter.search === undefined ? undefined : isFound(filter.search),
  ];
}

/** Where the credits of a line were used: a capture's where its hold was made, a refund's where what it returns was used. */
const usedOn = sql`coalesce(case when ${creditTransactions.type} in ('capture', 'release', 'refund') then (
  select case when r.type = 'capture' then h.platform else r.platform end from credit_transactions r
  left join credit_transactions h on h.account_id = r.account_id and h.version = r.relates_to
  where r.account_id = ${creditTransactions.accountId} and r.version = ${creditTransactions.relatesTo})
  else ${creditTransactions.platform} end, 'service')`;

function isFound({ features, versions }: NonNullable<HistoryFilter["search"]>): SQL | undefined {
  const t = creditTransactions;
  const found = [
    ...(features.length === 0 ? [] : [inArray(t.feature, [...features])]),
    ...(versions.length === 0 ? [] : [inArray(t.version, [...versions])]),
  ];
  return found.length === 0 ? sql`false` : or(...found);
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

/** Lines after a version and up to an instant, oldest first. Index: credit_transactions_pkey. */
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

/** Whether the line of this version (its own, or the one that it refers to) changed a batch of these kinds. */
export function touchesKind(
  db: DbOrTx,
  kinds: readonly EntryRow["kind"][],
  version: typeof creditTransactions.version | typeof creditTransactions.relatesTo,
): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(creditEntries)
      .innerJoin(
        creditBatches,
        and(eq(creditBatches.accountId, creditEntries.accountId), eq(creditBatches.number, creditEntries.batch)),
      )
      .where(and(isEntryOf(version), inArray(creditBatches.kind, [...kinds]))),
  );
}

function touchesBatch(db: DbOrTx, batch: number): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(creditEntries)
      .where(and(isEntryOf(creditTransactions.version), eq(creditEntries.batch, batch))),
  );
}

function isEntryOf(version: typeof creditTransactions.version | typeof creditTransactions.relatesTo): SQL | undefined {
  return and(eq(creditEntries.accountId, creditTransactions.accountId), eq(creditEntries.version, version));
}
