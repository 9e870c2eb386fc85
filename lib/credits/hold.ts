/** Credits of one batch that a hold reserves; parts are in deduction order. */
export interface HoldPart {
  batch: number;
  amount: number;
}

/** open: reserved · captured: used, all or part · released: returned · lapsed: returned at the time limit. */
export const holdStatuses = ["open", "captured", "released", "lapsed"] as const;
export type HoldStatus = (typeof holdStatuses)[number];

/** Credits reserved for a running job. Holds are numbered per account. */
export interface Hold {
  number: number;
  /** The line that made it. */
  version: number;
  status: HoldStatus;
  /** Whole credits that were held in the beginning. */
  amount: number;
  /** Whole credits that captures used so far: the first of its parts. */
  captured: number;
  openedAt: Date;
  /** Exclusive: it can be captured while `now < expiresAt`. */
  expiresAt: Date;
  feature: string;
  reference: string | null;
  parts: readonly HoldPart[];
}

/** What an open hold still reserves: its parts after the captured credits. */
export function keptParts({ parts, captured }: Pick<Hold, "parts" | "captured">): HoldPart[] {
  return splitParts(parts, captured).rest;
}

/** Splits parts after the first whole credits; both halves stay in deduction order. */
export function splitParts(parts: readonly HoldPart[], credits: number): { first: HoldPart[]; rest: HoldPart[] } {
  const first: HoldPart[] = [];
  const rest: HoldPart[] = [];
  let missing = credits;
  for (const { batch, amount } of parts) {
    const taken = Math.min(amount, missing);
    missing -= taken;
    if (taken > 0) first.push({ batch, amount: taken });
    if (amount > taken) rest.push({ batch, amount: amount - taken });
  }
  return { first, rest };
}
