import { and, asc, desc, eq, getTableColumns, inArray, isNull, lte, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import { arrayOf, arrayText } from "../../arrays.ts";
import type { DbOrTx } from "../../client.ts";
import { prepareSelect } from "../../prepared.ts";
import { creditTransactions, grantSources } from "../../schema/credits.ts";
import { isOldDeviceScope } from "../../schema/old-scope.ts";
import { type LineName, linesNamed } from "./entries.ts";

export type TransactionRow = typeof creditTransactions.$inferSelect;

interface Key {
  account: string;
  scope: string;
  key: string;
}

/**
 * Lines that already carry these keys, for replays. Index: credit_transactions_key_once. Keys of apps are also looked up
 * among the lines of their platform's old device scopes, in the same statement: credit_transactions_by_old_key has only
 * those lines, by account and key, so that it costs one more index descent however long the history is.
 */
export async function readTransactionsByKey(db: DbOrTx, keys: readonly Key[]): Promise<TransactionRow[]> {
  const of = (name: keyof Key) => arrayText(keys.map((key) => key[name]));
  return await transactionsByKey(db, { accounts: of("account"), scopes: of("scope"), keys: of("key") });
}

const transactionsByKey = prepareSelect(selectByKey(new QueryBuilder()));

function selectByKey(build: QueryBuilder) {
  const t = creditTransactions;
  const of = (name: string, type: string) => sql`${sql.placeholder(name)}::${sql.raw(type)}[]`;
  const wanted = sql`unnest(${of("accounts", "uuid")}, ${of("scopes", "text")}, ${of("keys", "text")}) as k(account, scope, key)`;
  const sameKey = sql`${t.accountId} = k.account and ${t.idempotencyKey} = decode(k.key, 'hex')`;
  const oldScope = sql`k.scope in ('desktop', 'mobile') and ${t.platform} = k.scope and ${isOldDeviceScope(t.keyScope)}`;
  return build
    .select(getTableColumns(t))
    .from(t)
    .innerJoin(wanted, sql`${sameKey} and ${t.keyScope} = k.scope`)
    .unionAll(build.select(getTableColumns(t)).from(t).innerJoin(wanted, sql`${sameKey} and ${oldScope}`));
}

/** The accounts and lines in which these external sources were granted. Index: grant_sources_pkey. */
export async function readGrantSources(
  db: DbOrTx,
  sources: readonly { source: string; sourceId: string }[],
): Promise<(typeof grantSources.$inferSelect)[]> {
  const names = arrayOf(
    sources.map(({ source }) => source),
    "text",
  );
  const ids = arrayOf(
    sources.map(({ sourceId }) => sourceId),
    "text",
  );
  return await db
    .select(getTableColumns(grantSources))
    .from(grantSources)
    .innerJoin(
      sql`unnest(${names}, ${ids}) as fact(source, id)`,
      sql`${grantSources.source} = fact.source and ${grantSources.sourceId} = fact.id`,
    )
    .prepare("grant-sources")
    .execute();
}

/** Lines by account and version, newest version first. Index: credit_transactions_pkey. */
export async function readTransactionsByVersion(
  db: DbOrTx,
  account: string,
  versions: readonly number[],
): Promise<TransactionRow[]> {
  const t = creditTransactions;
  return await db
    .select()
    .from(t)
    .where(and(eq(t.accountId, account), sql`${t.version} = any(${arrayOf(versions, "bigint")})`))
    .orderBy(desc(t.version))
    .prepare("transactions-by-version")
    .execute();
}

/** Lines that commands name, in any order. Index: credit_transactions_pkey. */
export async function readNamedLines(db: DbOrTx, lines: readonly LineName[]): Promise<TransactionRow[]> {
  const t = creditTransactions;
  return await db
    .select(getTableColumns(t))
    .from(t)
    .innerJoin(linesNamed(lines), sql`${t.accountId} = pair.account and ${t.version} = pair.number`)
    .prepare("named-lines")
    .execute();
}

/** Lines that refer to these (captures of a hold, refunds of a spend), in order. Index: credit_transactions_by_relation. */
export async function readAnswerRows(
  db: DbOrTx,
  account: string,
  versions: readonly number[],
): Promise<TransactionRow[]> {
  const t = creditTransactions;
  return await db
    .select()
    .from(t)
    .where(and(eq(t.accountId, account), sql`${t.relatesTo} = any(${arrayOf(versions, "bigint")})`))
    .orderBy(asc(t.version))
    .prepare("answer-rows")
    .execute();
}

/** How many credits the captures of a hold used up to a version; the hold is named by its line. Index: credit_transactions_by_relation. */
export async function readCapturedUpTo(
  db: DbOrTx,
  account: string,
  { hold, upTo }: { hold: number; upTo: number },
): Promise<number> {
  const t = creditTransactions;
  const [row] = await db
    .select({ captured: sql<string>`coalesce(sum(${t.captured}), 0)` })
    .from(t)
    .where(and(eq(t.accountId, account), eq(t.relatesTo, hold), eq(t.type, "capture"), lte(t.version, upTo)));
  return Number(row?.captured ?? 0);
}

/** The line that ended a hold, named by the version of the line that made it; null while it is open. Index: credit_transactions_by_relation. */
export async function readHoldEnd(db: DbOrTx, account: string, version: number): Promise<TransactionRow | null> {
  const t = creditTransactions;
  const [row] = await db
    .select()
    .from(t)
    .where(
      and(
        eq(t.accountId, account),
        eq(t.relatesTo, version),
        inArray(t.type, ["capture", "release"]),
        isNull(t.holdExpiresAt),
      ),
    );
  return row ?? null;
}
