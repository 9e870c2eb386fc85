import "server-only";
import type { Db } from "#db/client.ts";
import { readFeature } from "#lib/catalogue/features.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";

/** Credits that somebody lacks for what they came from; the feature's name when the catalogue knows it. */
export interface Shortfall {
  credits: number;
  feature: string | null;
}

/**
 * What a person lacks, reckoned from the catalogue and the balance as they are now; `need` is what a refusal said and
 * counts where the feature alone does not tell. Null when nothing is lacking.
 */
export async function readShortfall(
  db: Db,
  account: string,
  task: { feature: string | undefined; units: number; need: number | undefined },
): Promise<Shortfall | null> {
  const feature = task.feature ? await readFeature(db, task.feature) : null;
  const balance = feature ? await readBalance(db, account) : null;
  const lacking = feature && balance ? feature.costPerUnit * task.units - balance.available : 0;
  const credits = Math.max(lacking, task.need ?? 0);
  return credits > 0 ? { credits, feature: feature?.name ?? null } : null;
}
