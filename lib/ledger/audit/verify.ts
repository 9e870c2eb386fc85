import type { Db } from "#db/client.ts";
import { beginVerification, readFirstBreach } from "#db/queries/invariants/breaches.ts";

/** An invariant and a description of the first row that violates it; null when it holds. */
export interface Finding {
  invariant: number | "rows";
  says: string;
  breach: string | null;
}

const invariants = [
  { invariant: 1, says: "no batch has less than nothing or more than was granted" },
  {
    invariant: 2,
    says: "a batch's entries, its grant's among them, add up to what is left, and open holds to what is held",
  },
  { invariant: 3, says: "an account's sums are those of its batches" },
  { invariant: 4, says: "entries add up to their transaction, and each line starts where the one before ended" },
  { invariant: 5, says: "versions have no gap and instants never fall" },
  {
    invariant: 6,
    says: "spends keep the order and take what is live; expiries take what has ended; no more comes back than went",
  },
  { invariant: 7, says: "no key and no source counts twice" },
  { invariant: 8, says: "credits granted are what was paid for, each paid order once" },
  { invariant: 9, says: "a debt is what lines made of it and what batches owe" },
  { invariant: 10, says: "what is to be taken back of a batch is taken, owed, repaid, forgiven, gone or on hold" },
  {
    invariant: 11,
    says: "each paid invoice of a plan has granted each seat and month what it says, and each claim its credits, once",
  },
  { invariant: 12, says: "usage totals are the running sums of what their lines used" },
  { invariant: "rows", says: "each row says what its type and its neighbours say" },
] as const;

/** Checks the invariants of a live database in one snapshot, without locks or writes. `tell` receives each finding at once. */
export async function verify(db: Db, tell: (finding: Finding) => void = () => undefined): Promise<Finding[]> {
  return await db.transaction(async (tx) => {
    await beginVerification(tx);
    const findings: Finding[] = [];
    for (const { invariant, says } of invariants) {
      const finding = { invariant, says, breach: await readFirstBreach(tx, invariant) };
      tell(finding);
      findings.push(finding);
    }
    return findings;
  });
}
