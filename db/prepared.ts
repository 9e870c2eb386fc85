import { Column, getTableColumns, is, Placeholder, type SQL, sql } from "drizzle-orm";
import { type PgColumn, PgDialect, type PgTable } from "drizzle-orm/pg-core";
import { arrayText, type Plain } from "./arrays.ts";
import type { DbOrTx, Tx } from "./client.ts";

const dialect = new PgDialect();

/**
 * Runs a prepared statement whose text does not depend on its parameters: a connection parses and plans it once, and can
 * pipeline it. Other statements cost a round trip and a plan each time.
 */
export async function runPrepared(db: DbOrTx, query: SQL): Promise<Record<string, unknown>[]> {
  return await run(db, dialect.sqlToQuery(query));
}

/** `runPrepared` for a statement of every request, which names its parameters by `sql.placeholder`: its text is built once. */
export function prepareQuery(
  query: SQL,
): (db: DbOrTx, parameters: Readonly<Record<string, string | number | boolean>>) => Promise<Record<string, unknown>[]> {
  const { sql: text, params } = dialect.sqlToQuery(query);
  return async (db, parameters) => await run(db, { sql: text, params: filled(params, parameters) });
}

/** A select of Drizzle's builder that names a parameter by `sql.placeholder`. */
interface Select<Row> {
  toSQL: () => { sql: string; params: unknown[] };
  readonly _: { readonly selectedFields: object; readonly result: Row[] };
}

/**
 * `runPrepared` for a select of every commit: its text and column decoders are built once, not for each call and row.
 * Column names must be unique.
 */
export function prepareSelect<Row>(
  select: Select<Row>,
): (db: DbOrTx, parameters: Readonly<Record<string, string | number>>) => Promise<Row[]> {
  const { sql: text, params } = select.toSQL();
  const columns = Object.entries(select._.selectedFields).map(([key, column]) => readerOf(key, column));
  return async (db, parameters) => {
    const rows = await run(db, { sql: text, params: filled(params, parameters) });
    // Typed as Drizzle types its rows, because this decodes them the same way.
    const decoded = new Array(rows.length);
    for (const [at, row] of rows.entries()) {
      const read: Record<string, unknown> = {};
      for (const { key, name, decode } of columns) {
        const value = row[name];
        read[key] = decode === null || value === null ? value : decode(value);
      }
      decoded[at] = read;
    }
    return decoded;
  };
}

function filled(params: readonly unknown[], parameters: Readonly<Record<string, unknown>>): unknown[] {
  return params.map((param) => (is(param, Placeholder) ? parameters[param.name] : param));
}

/** A column's name in the result and its decoder; null when the driver's value is used as it is. */
function readerOf(key: string, column: unknown) {
  if (!is(column, Column)) throw new Error(`prepareSelect: ${key} is not a column`);
  const asItComes = column.mapFromDriverValue === Column.prototype.mapFromDriverValue;
  return { key, name: column.name, decode: asItComes ? null : (value: unknown) => column.mapFromDriverValue(value) };
}

/**
 * `runPrepared` for a statement that takes rows, each column as one array: its text is built once. A column that a row
 * omits becomes null.
 */
export function prepareWrite<Row extends object>(
  statement: (of: (column: keyof Row & string, type: string) => SQL) => SQL,
): (tx: Tx, rows: readonly Row[]) => Promise<void> {
  const columns: (keyof Row)[] = [];
  const query = statement((column, type) => {
    columns.push(column);
    return sql`${sql.placeholder(column)}::${sql.raw(type)}[]`;
  });
  const { sql: text } = dialect.sqlToQuery(query);
  return async (tx, rows) => {
    if (rows.length === 0) return;
    const params = columns.map((column) => arrayText(rows.map((row) => plain(row[column]))));
    await run(tx, { sql: text, params });
  };
}

/**
 * `runPrepared` for an insert of many rows. The column list comes from the table, so a new column needs no change here.
 * A column that a row omits becomes null, not its default. `onConflict` is the statement's ending.
 */
export function prepareInsert<Table extends PgTable>(
  table: Table,
  onConflict: SQL = sql``,
): (tx: Tx, rows: readonly (Table["$inferInsert"] & object)[]) => Promise<void> {
  const columns = Object.entries<PgColumn>(getTableColumns(table));
  const names = columns.map(([, column]) => sql.identifier(column.name));
  const arrays = columns.map(([key, column]) => sql`${sql.placeholder(key)}::${sql.raw(column.getSQLType())}[]`);
  const query = sql`
    insert into ${table} (${sql.join(names, sql`, `)})
    select * from unnest(${sql.join(arrays, sql`, `)}) ${onConflict}`;
  const { sql: text } = dialect.sqlToQuery(query);
  return async (tx, rows) => {
    if (rows.length === 0) return;
    const params = columns.map(([key, column]) => arrayText(rows.map((row) => encode(column, Reflect.get(row, key)))));
    await run(tx, { sql: text, params });
  };
}

function encode(column: PgColumn, value: unknown): Plain {
  return value === undefined || value === null ? null : plain(column.mapToDriverValue(value));
}

function plain(value: unknown): Plain {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (value instanceof Date) return value;
  if (Buffer.isBuffer(value)) return `\\x${value.toString("hex")}`;
  throw new Error(`a row holds ${typeof value}, which is no plain value`);
}

async function run(db: DbOrTx, query: { sql: string; params: unknown[] }): Promise<Record<string, unknown>[]> {
  const rows: unknown = await db._.session.prepareQuery(query, undefined, "prepared", false).execute();
  return Array.isArray(rows) ? rows : [];
}
