import "server-only";
import { readCapturedUpTo } from "#db/queries/credits/transactions.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import { type HoldNow, readHold } from "#lib/ledger/read/holds.ts";
import { presentWritten } from "./present.ts";

/** A hold as the interface shows it. */
export function presentHold({ number, status, amount, captured, feature, reference, expiresAt }: HoldNow) {
  return {
    id: number,
    status,
    amount,
    captured: captured > 0 ? captured : undefined,
    held: status === "open" ? amount - captured : 0,
    feature,
    reference: reference ?? undefined,
    expiresAt: expiresAt.toISOString(),
  };
}

/**
 * What a transaction did to its hold, with the hold as the transaction left it, so that a replay returns the same. For
 * product back ends, which see everything.
 */
export async function presentHoldLine(line: Transaction) {
  if (line.hold === null) throw new Error(`line ${line.version} has no hold`);
  const hold = await readHold(database(), line.account, line.hold);
  if (hold === null) throw new Error(`hold ${line.hold} of line ${line.version} is missing`);
  return { hold: presentHold(await asLeftBy(line, hold)), ...presentWritten(line, "batches") };
}

/**
 * A transaction with an expiry for its hold leaves it open, with what was captured so far; an ended hold stays as it
 * is.
 */
async function asLeftBy({ account, version, holdExpiresAt }: Transaction, hold: HoldNow): Promise<HoldNow> {
  if (holdExpiresAt === null) return hold;
  const captured =
    hold.captured === 0 ? 0 : await readCapturedUpTo(database(), account, { hold: hold.version, upTo: version });
  return { ...hold, status: "open", captured, expiresAt: holdExpiresAt };
}
