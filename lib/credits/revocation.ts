/** What is taken back of a batch because its payment was returned. Whole credits; its parts add up to at most the target. */
export interface Revocation {
  /** How many of the granted credits are to be taken back; 0 after everything was given back. */
  target: number;
  /** Taken from what remained in the batch and in batches that came back from it. */
  taken: number;
  /** Used before they could be taken: the debt. */
  owed: number;
  /** Used, and repaid by later grants. */
  repaid: number;
  /** Used, and forgiven by an operator. */
  forgiven: number;
  /** The line that raised the target last. */
  version: number;
}

/** Credits that a later batch put towards the debt of a batch, and that were not given back to it since. */
export interface Repayment {
  /** The batch whose payment was returned. */
  of: number;
  /** The batch that repaid. */
  from: number;
  amount: number;
  /** The line that repaid. */
  version: number;
}

/**
 * How many credits of a batch are taken back when money for it was returned: its share, rounded up, and at most all. Amounts
 * are in minor units of one currency. Nothing is taken where nothing was paid.
 */
export function targetOf(granted: number, { paid, returned }: { paid: bigint; returned: bigint }): number {
  if (paid <= 0n) return 0;
  const back = returned < 0n ? 0n : returned < paid ? returned : paid;
  return Number((BigInt(granted) * back + paid - 1n) / paid);
}

/** How the reference of a line begins that freezes credits of a payment under review, or gives them back after it. */
export const reviewPrefix = "review:";
