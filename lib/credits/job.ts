import type { Entry, Transaction } from "./transaction.ts";

/** A job as people read it: one hold with everything that followed it, as one row. Amounts are whole credits. */
export interface Job {
  /** open: still running · used: something was charged · returned: nothing was. */
  status: "open" | "used" | "returned";
  /** The line that held the credits. */
  hold: Transaction;
  held: number;
  /** What captures used of it, before refunds. */
  used: number;
  /** What refunds of its captures returned. */
  refunded: number;
  /** What the job did to the available credits until now: all that is held while it is open, then its net cost. */
  amount: number;
  /** What was used of each batch, before refunds; negative amounts. */
  usedEntries: Entry[];
  /** All of its lines, oldest first. */
  lines: Transaction[];
}

/**
 * Summarizes a hold and the lines that followed it (extensions, captures, a release, refunds of the captures), in any
 * order. A hold past its time limit has lapsed, booked or not.
 */
export function summarizeJob(hold: Transaction, followers: readonly Transaction[], now: Date): Job {
  const lines = [hold, ...followers].toSorted((a, b) => a.version - b.version);
  const captures = lines.filter(({ type }) => type === "capture");
  const held = -hold.amount;
  const used = captures.reduce((sum, capture) => sum + usedBy(capture, hold), 0);
  const refunded = lines.reduce((sum, { type, amount }) => (type === "refund" ? sum + amount : sum), 0);
  const isOpen = !lines.some(endsHold) && now < timeLimitOf(lines);
  return {
    status: isOpen ? "open" : used > 0 ? "used" : "returned",
    hold,
    held,
    used,
    refunded,
    amount: isOpen ? -held : refunded - used,
    usedEntries: usedOfHold(hold, { before: 0, used }),
    lines,
  };
}

/** Whether a line ends the hold that it refers to: a release, or a capture that is final. */
export function endsHold({ type, holdExpiresAt }: Transaction): boolean {
  return type === "release" || (type === "capture" && holdExpiresAt === null);
}

/** Whole credits that a capture used of its hold. An old line without the number is the only capture of its hold. */
export function usedBy(capture: Transaction, hold: Transaction): number {
  return capture.captured ?? -hold.amount - capture.amount;
}

/** What was used of a hold batch by batch, after the credits that earlier captures used; negative amounts. */
export function usedOfHold(hold: Transaction, { before, used }: { before: number; used: number }): Entry[] {
  let [skip, missing] = [before, used];
  return hold.entries.flatMap((entry) => {
    const passed = Math.min(skip, -entry.amount);
    const taken = Math.min(missing, -entry.amount - passed);
    skip -= passed;
    missing -= taken;
    return taken === 0 ? [] : [{ ...entry, amount: -taken }];
  });
}

function timeLimitOf(lines: readonly Transaction[]): Date {
  const limits = lines.flatMap(({ type, holdExpiresAt }) =>
    holdExpiresAt !== null && (type === "hold" || type === "extend") ? [holdExpiresAt] : [],
  );
  return limits.at(-1) ?? new Date(0);
}
