import type { Db } from "#db/client.ts";
import { beginVerification, readFirstBreach } from "#db/queries/verify-invariants.ts";

/** A law and the first row that breaks it, in words; null when all rows keep it. */
export interface Finding {
  law: number | "rows";
  says: string;
  breach: string | null;
}

const laws = [
  { law: 1, says: "no batch has less than nothing or more than was granted" },
  { law: 2, says: "a batch's entries, its grant's among them, add up to what is left, and open holds to what is held" },
  { law: 3, says: "an account's sums are those of its batches" },
  { law: 4, says: "entries add up to their transaction, and each line starts where the one before ended" },
  { law: 5, says: "versions have no gap and instants never fall" },
  {
    law: 6,
    says: "spends keep the order and take what is live; expiries take what has ended; no more comes back than went",
  },
  { law: 7, says: "no key and no source counts twice" },
  { law: 8, says: "credits granted are what was paid for, each paid order once" },
  { law: "rows", says: "each row says what its type and its neighbours say" },
] as const;

/** Holds a live database to the laws, as it stands at one instant. Changes nothing and waits for nobody. `tell` hears of each law at once. */
export async function verify(db: Db, tell: (finding: Finding) => void = () => undefined): Promise<Finding[]> {
  return await db.transaction(async (tx) => {
    await beginVerification(tx);
    const findings: Finding[] = [];
    for (const { law, says } of laws) {
      const finding = { law, says, breach: await readFirstBreach(tx, law) };
      tell(finding);
      findings.push(finding);
    }
    return findings;
  });
}
