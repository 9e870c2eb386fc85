import "server-only";
import type { Db } from "#db/client.ts";
import { readFeature } from "#lib/catalogue/features.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";

/** The credits that a user lacks for a feature; with its name when the catalogue has it. */
export interface Shortfall {
  credits: number;
  /** What a purchase must bring: it first repays what is to repay. */
  toBuy: number;
  feature: string | null;
}

/**
 * The credits that a user lacks, from the current catalogue and balance; `need` is the number in a refusal, which
 * is used when the feature alone is not enough. Null when nothing is missing.
 */
export async function readShortfall(
  db: Db,
  account: string,
  task: { feature: string | undefined; units: number; need: number | undefined },
): Promise<Shortfall | null> {
  const feature = task.feature ? await readFeature(db, task.feature) : null;
  const balance = feature || task.need !== undefined ? await readBalance(db, account) : null;
  const lacking = feature && balance ? feature.costPerUnit * task.units - balance.available : 0;
  const credits = Math.max(lacking, task.need ?? 0);
  return credits > 0 ? { credits, toBuy: credits + (balance?.debt ?? 0), feature: feature?.name ?? null } : null;
}
