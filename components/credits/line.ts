import { type Kind, kinds } from "#lib/credits/kinds.ts";
import type { Entry, Transaction } from "#lib/credits/transaction.ts";

/** A line of the history with the names that people know it by. */
export interface Line {
  transaction: Transaction;
  /** What the feature is called, for a spend. */
  featureName: string | null;
  /** What the batches that it touched are called, by their number. */
  labels: Readonly<Record<number, string>>;
}

/** Lines with names: of features by their slug, of batches by their number. A feature that left the catalogue keeps its slug. */
export function nameLines(
  transactions: readonly Transaction[],
  features: readonly { slug: string; name: string }[],
  labels: Readonly<Record<number, string>>,
): Line[] {
  const names = new Map(features.map(({ slug, name }) => [slug, name]));
  return transactions.map((transaction) => ({
    transaction,
    labels,
    featureName: transaction.feature === null ? null : (names.get(transaction.feature) ?? transaction.feature),
  }));
}

/** What a line took or brought of each kind, in deduction order, without a sign. */
export function amountsByKind(entries: readonly Entry[]): { kind: Kind; amount: number }[] {
  return kinds.flatMap((kind) => {
    const amount = entries.filter((entry) => entry.kind === kind).reduce((sum, entry) => sum + entry.amount, 0);
    return amount === 0 ? [] : [{ kind, amount: Math.abs(amount) }];
  });
}
