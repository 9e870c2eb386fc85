import { sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { packs } from "../schema/catalogue.ts";

export type PackRow = Pick<typeof packs.$inferSelect, "slug" | "credits" | "amountCents" | "currency" | "validDays">;

/** The packs as they are sold at an instant, smallest first, for the store. Index: packs_pkey; the catalogue is small. */
export async function readPackRows(db: DbOrTx, now: Date): Promise<PackRow[]> {
  const at = now.toISOString();
  const { slug, from, credits, amountCents, currency, validDays, withdrawnAt } = packs;
  const rows = await db
    .selectDistinctOn([slug], { slug, credits, amountCents, currency, validDays, withdrawnAt })
    .from(packs)
    .where(sql`${from} <= ${at}::timestamptz`)
    .orderBy(slug, sql`${from} desc`);
  return rows
    .filter((row) => row.withdrawnAt === null || row.withdrawnAt > now)
    .map(({ withdrawnAt: _, ...row }) => row)
    .sort((one, other) => one.credits - other.credits);
}
