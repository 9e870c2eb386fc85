import type { AccountState, RefundableLine } from "./account-state.ts";
import { type Hold, type HoldPart, splitParts } from "./hold.ts";
import type { Transaction } from "./transaction.ts";

/**
 * What a spend or a capture took and how much was refunded since, from the lines of its account; null when the version is
 * not such a line. The parts of a capture are what it used of its hold, and the hold is in the state after the last line.
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
  return { version, feature: line.feature, taken: takenBy(line, lines, holds), refunded };
}

function takenBy(line: Transaction, lines: readonly Transaction[], holds: AccountState["holds"]): readonly HoldPart[] {
  if (line.type === "spend") return line.entries.map(({ batch, amount }) => ({ batch, amount: -amount }));
  const hold = holds.find((candidate) => candidate.number === line.hold);
  if (hold === undefined) throw new Error(`the hold of capture ${line.version} is missing`);
  const since = lines.filter(
    ({ type, version, hold }) => type === "capture" && hold === line.hold && version >= line.version,
  );
  const captured = since.reduce((sum, capture) => sum + capturedBy(capture, hold), 0);
  return partsOfCapture(hold, { before: hold.captured - captured, captured: capturedBy(line, hold) });
}

/** Whole credits that a capture used. Old lines lack the number: then it is the only capture of its hold. */
export function capturedBy({ captured }: Pick<Transaction, "captured">, hold: Pick<Hold, "captured">): number {
  return captured ?? hold.captured;
}

/** What a capture used of its hold, after the credits that earlier captures used. */
export function partsOfCapture(
  { parts }: Pick<Hold, "parts">,
  { before, captured }: { before: number; captured: number },
): HoldPart[] {
  return splitParts(splitParts(parts, before).rest, captured).first;
}
