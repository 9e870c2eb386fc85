import { type SQL, sql } from "drizzle-orm";

/** Encodes values as one parameter of the form `{a,b}`, so that a statement's text does not depend on their number. */
export function arrayOf(values: readonly Plain[], type: string): SQL {
  return sql`${arrayText(values)}::${sql.raw(type)}[]`;
}

/** The types of array elements. */
export type Plain = string | number | boolean | Date | null;

/** Encodes values as the text of an array, for a placeholder. */
export function arrayText(values: readonly Plain[]): string {
  let text = "{";
  for (const value of values) text += text.length === 1 ? element(value) : `,${element(value)}`;
  return `${text}}`;
}

/** Pairs of an account and a number as a table to join: `pair(account, number)`, without duplicates. */
export function pairsOf(pairs: readonly { account: string; number: number }[], type: "int" | "bigint"): SQL {
  const once = [...new Map(pairs.map((pair) => [`${pair.account} ${pair.number}`, pair])).values()];
  const accounts = arrayOf(
    once.map((pair) => pair.account),
    "uuid",
  );
  const numbers = arrayOf(
    once.map((pair) => pair.number),
    type,
  );
  return sql`unnest(${accounts}, ${numbers}) as pair(account, number)`;
}

function element(value: Plain): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return value.includes('"') || value.includes("\\") ? quoted(value) : `"${value}"`;
  return value instanceof Date ? value.toISOString() : String(value);
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
