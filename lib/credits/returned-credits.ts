import type { Batch } from "./batch.ts";

/** What became of the credits of a batch whose payment was returned. Whole credits. */
export interface ReturnedCredits {
  granted: number;
  /** How many are to be taken back; 0 after everything was given back. */
  target: number;
  /** Taken back. */
  taken: number;
  /** Used, whether they are owed or not. */
  used: number;
  /** On hold for running jobs, and taken when these end. */
  waiting: number;
  owed: number;
  repaid: number;
  forgiven: number;
}

/** What became of a batch that was revoked, counted with those that came back from it (`familyOf`). */
export function returnedCredits(root: Batch, family: readonly Batch[]): ReturnedCredits {
  const { granted } = root;
  const { target = 0, taken = 0, owed = 0, repaid = 0, forgiven = 0 } = root.revocation ?? {};
  const sum = (field: "remaining" | "held" | "forfeited") => family.reduce((total, batch) => total + batch[field], 0);
  const forfeited = sum("forfeited");
  const used = granted - sum("remaining") - sum("held") - forfeited - taken;
  const waiting = target - taken - Math.min(forfeited, target - taken) - owed - repaid - forgiven;
  return { granted, target, taken, used, waiting, owed, repaid, forgiven };
}
