import "server-only";
import type { Transaction } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import { type HoldNow, readHold } from "#lib/ledger/read-holds.ts";
import { presentWritten } from "./present.ts";

/** A hold as the interface shows it. */
export function presentHold({ number, status, amount, captured, feature, reference, expiresAt }: HoldNow) {
  return {
    id: number,
    status,
    amount,
    captured: status === "captured" ? captured : undefined,
    feature,
    reference: reference ?? undefined,
    expiresAt: expiresAt.toISOString(),
  };
}

/** What a line did to its hold, with the hold as the line left it: a replay gives the same, whatever came after. For product back ends, who see all of it. */
export async function presentHoldLine(line: Transaction) {
  if (line.hold === null) throw new Error(`line ${line.version} has no hold`);
  const hold = await readHold(database(), line.account, line.hold);
  if (hold === null) throw new Error(`hold ${line.hold} of line ${line.version} is missing`);
  return { hold: presentHold(asLeftBy(line, hold)), ...presentWritten(line, "batches") };
}

/** Making and extending leave a hold open until an end of their own; captured and released it stays as it is. */
function asLeftBy({ holdExpiresAt }: Transaction, hold: HoldNow): HoldNow {
  return holdExpiresAt === null ? hold : { ...hold, status: "open", captured: 0, expiresAt: holdExpiresAt };
}
