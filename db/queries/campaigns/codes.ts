import { eq, sql } from "drizzle-orm";
import { arrayOf } from "../../arrays.ts";
import type { Tx } from "../../client.ts";
import { campaignCodes } from "../../schema/campaigns.ts";

type CodeRow = typeof campaignCodes.$inferSelect;

/** Locks a code for the transaction that redeems it. Index: campaign_codes_pkey. */
export async function lockCode(tx: Tx, hash: string): Promise<CodeRow | null> {
  const [row] = await tx.select().from(campaignCodes).where(eq(campaignCodes.hash, hash)).for("no key update");
  return row ?? null;
}

/** Counts one more use of a code that is locked. Index: campaign_codes_pkey. */
export async function countUse(tx: Tx, hash: string): Promise<void> {
  const c = campaignCodes;
  await tx
    .update(c)
    .set({ uses: sql`${c.uses} + 1` })
    .where(eq(c.hash, hash));
}

/** Adds codes of a campaign in one statement; returns how many were new. */
export async function insertCodes(
  tx: Tx,
  { campaign, hashes, mostUses }: { campaign: string; hashes: readonly string[]; mostUses: number },
): Promise<number> {
  const rows = await tx.execute(sql`
    insert into ${campaignCodes} (hash, campaign, most_uses)
    select decode(hash, 'hex'), ${campaign}, ${mostUses}::int from unnest(${arrayOf(hashes, "text")}) as new(hash)
    on conflict do nothing returning 1`);
  return rows.length;
}
