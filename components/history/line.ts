import type { Job } from "#lib/credits/job.ts";
import { type Kind, kinds } from "#lib/credits/kinds.ts";
import type { Entry, Transaction } from "#lib/credits/transaction.ts";

/** What was paid for credits, with the order's URL. */
export interface Purchase {
  id: string;
  amountCents: number;
  currency: string;
}

/** What a run made: it stands on the page of its tool until this instant. */
export interface LineResult {
  tool: string;
  run: string;
  until: Date;
}

/** A line of the history with display names. */
export interface Line {
  transaction: Transaction;
  /** The feature's name, for a spend. */
  featureName: string | null;
  /** The order that brought the credits, when they were bought, or whose payment was returned. */
  purchase: Purchase | null;
  /** The names of the batches that it changed or is about, by their number. */
  labels: Readonly<Record<number, string>>;
  /** The line that it refers to: the hold of a capture, the spend of a refund. */
  answers: Transaction | null;
  /** Whole credits that earlier captures of the same hold used, for a capture. */
  usedBefore: number;
  /** The lines that refer to it, in order. */
  answeredBy: readonly Transaction[];
  /** The job that this line stands for as one row; null when the line is a row of its own. */
  job: Job | null;
  /** What its run made, while that is kept. */
  result: LineResult | null;
  /** What of its batch had been granted and used before, for a line that takes back because a payment was returned. */
  taking: { granted: number; used: number } | null;
  /** Whole credits, signed: those of the line, or the net of its job. */
  amount: number;
}

/** What lines of the history refer to: names of features and batches, orders by their id, and other lines by version. */
export interface Surroundings {
  features: readonly { slug: string; name: string }[];
  labels: Readonly<Record<number, string>>;
  purchases: ReadonlyMap<string, Purchase>;
  answered: ReadonlyMap<number, Transaction>;
  answers: ReadonlyMap<number, readonly Transaction[]>;
  jobs: ReadonlyMap<number, Job>;
  /** By the number of the run's hold. */
  results: ReadonlyMap<number, LineResult>;
  takings: ReadonlyMap<number, { granted: number; used: number }>;
}

/** Adds names to lines: of features by slug, of batches by number. A feature that left the catalogue keeps its slug. */
export function nameLines(
  transactions: readonly Transaction[],
  { features, labels, purchases, answered, answers, jobs, results, takings }: Surroundings,
): Line[] {
  const names = new Map(features.map(({ slug, name }) => [slug, name]));
  return transactions.map((transaction) => ({
    transaction,
    labels,
    purchase: purchases.get(transaction.reference ?? "") ?? null,
    answers: answered.get(transaction.relatesTo ?? 0) ?? null,
    answeredBy: answers.get(transaction.version) ?? [],
    usedBefore: usedBefore(transaction, answers),
    job: jobs.get(transaction.version) ?? null,
    result: results.get(transaction.hold ?? 0) ?? null,
    taking: takings.get(transaction.version) ?? null,
    amount: jobs.get(transaction.version)?.amount ?? transaction.amount,
    featureName: transaction.feature === null ? null : (names.get(transaction.feature) ?? transaction.feature),
  }));
}

function usedBefore({ type, version, relatesTo }: Transaction, answers: Surroundings["answers"]): number {
  if (type !== "capture") return 0;
  const earlier = (answers.get(relatesTo ?? 0) ?? []).filter(
    (line) => line.type === "capture" && line.version < version,
  );
  return earlier.reduce((sum, line) => sum + (line.captured ?? 0), 0);
}

/** What a line took or added of each kind, in deduction order, without a sign. */
export function amountsByKind(entries: readonly Entry[]): { kind: Kind; amount: number }[] {
  return kinds.flatMap((kind) => {
    const amount = entries.filter((entry) => entry.kind === kind).reduce((sum, entry) => sum + entry.amount, 0);
    return amount === 0 ? [] : [{ kind, amount: Math.abs(amount) }];
  });
}
