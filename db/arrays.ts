import { type SQL, sql } from "drizzle-orm";

/** Values as one parameter of the form `{a,b}`: a statement's text stays the same however many they are. */
export function arrayOf(values: readonly Plain[], type: string): SQL {
  return sql`${arrayText(values)}::${sql.raw(type)}[]`;
}

/** What an element of an array may be. */
export type Plain = string | number | boolean | Date | null;

/** Values as the text of an array, for a placeholder that stands for one. */
export function arrayText(values: readonly Plain[]): string {
  let text = "{";
  for (const value of values) text += text.length === 1 ? element(value) : `,${element(value)}`;
  return `${text}}`;
}

/** Accounts, each with one of its numbers, as a table to join with: `pair(account, number)`, each pair once. */
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
