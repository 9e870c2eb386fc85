import { type SQL, sql } from "drizzle-orm";

/** Values as one parameter of the form `{a,b}`: a statement's text stays the same however many they are. */
export function arrayOf(values: readonly (string | number | boolean | Date | null)[], type: string): SQL {
  return sql`${`{${values.map(element).join(",")}}`}::${sql.raw(type)}[]`;
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

function element(value: string | number | boolean | Date | null): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return `"${value.replace(/["\\]/g, "\\$&")}"`;
  return value instanceof Date ? value.toISOString() : String(value);
}
