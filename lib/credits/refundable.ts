import type { AccountState, RefundableLine } from "./account-state.ts";
import { type HoldPart, splitParts } from "./hold.ts";
import type { Transaction } from "./transaction.ts";

/**
 * What a spend or a capture took and how much of it came back since, from the lines of its account; null when the
 * version is no such line. A capture's parts are what it used of its hold, which the state knows.
 */
export function findRefundable(
  version: number,
  lines: readonly Transaction[],
  { holds }: Pick<AccountState, "holds">,
): RefundableLine | null {
  const line = lines.find((candidate) => candidate.version === version);
  if (line?.type !== "spend" && line?.type !== "capture") return null;
  const refunds = lines.filter((candidate) => candidate.type === "refund" && candidate.relatesTo === version);
  const refunded = refunds.reduce((sum, refund) => sum + refund.amount, 0);
  return { version, feature: line.feature, taken: takenBy(line, holds), refunded };
}

function takenBy(line: Transaction, holds: AccountState["holds"]): readonly HoldPart[] {
  if (line.type === "spend") return line.entries.map(({ batch, amount }) => ({ batch, amount: -amount }));
  const hold = holds.find((candidate) => candidate.number === line.hold);
  if (hold === undefined) throw new Error(`the hold of capture ${line.version} is missing`);
  return splitParts(hold.parts, hold.captured).first;
}
