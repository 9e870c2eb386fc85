import "server-only";
import type { Db, Tx } from "#db/client.ts";
import { violatedConstraint } from "#db/failure.ts";
import {
  type CampaignRow,
  insertCampaign,
  insertCampaignChange,
  lockCampaign,
  updateCampaign,
} from "#db/queries/campaigns/campaigns.ts";
import { insertCodes } from "#db/queries/campaigns/codes.ts";
import { readClock } from "#db/queries/clock.ts";

/** Who changes a campaign, and why; kept in its record. */
export interface ChangedBy {
  actor: string;
  reason: string;
}

/** What an operator sets of a campaign. */
export type CampaignFields = Omit<CampaignRow, "slug" | "type" | "paused" | "claims" | "creditsClaimed">;

/** `invalid`: the database's constraint with this name does not allow it. */
export type Change =
  | { status: "changed"; campaign: CampaignRow }
  | { status: "not-found" }
  | { status: "taken" }
  | { status: "invalid"; constraint: string };

/** Creates a campaign that runs from its beginning. */
export async function createCampaign(
  db: Db,
  campaign: CampaignFields & Pick<CampaignRow, "slug" | "type">,
  by: ChangedBy,
): Promise<Change> {
  return await changing(db, async (tx) => {
    if (!(await insertCampaign(tx, campaign))) return { status: "taken" };
    return await record(tx, campaign.slug, campaign, by);
  });
}

/** Changes what a campaign gives, to whom and until when. Claims and grants that were made stay as they are. */
export async function editCampaign(
  db: Db,
  slug: string,
  edit:
    | Partial<CampaignFields & Pick<CampaignRow, "paused">>
    | ((campaign: CampaignRow, now: Date) => Partial<CampaignRow>),
  by: ChangedBy,
): Promise<Change> {
  return await changing(db, async (tx) => {
    const campaign = await lockCampaign(tx, slug);
    if (campaign === null) return { status: "not-found" };
    const changed = typeof edit === "function" ? edit(campaign, await readClock(tx)) : edit;
    await updateCampaign(tx, slug, changed);
    return await record(tx, slug, changed, by);
  });
}

/** Codes to add: hashes, and how many people can redeem each. `beforeCommit` runs when they are written. */
export interface NewCodes {
  hashes: readonly string[];
  mostUses: number;
  beforeCommit: () => Promise<void>;
}

/** Adds codes to a campaign of codes: all of them, or none when one exists. */
export async function addCodes(
  db: Db,
  slug: string,
  { hashes, mostUses, beforeCommit }: NewCodes,
  by: ChangedBy,
): Promise<Change | { status: "no-codes" }> {
  return await db
    .transaction(async (tx) => {
      const campaign = await lockCampaign(tx, slug);
      if (campaign === null) return { status: "not-found" as const };
      if (campaign.type !== "code") return { status: "no-codes" as const };
      if ((await insertCodes(tx, { campaign: slug, hashes, mostUses })) < hashes.length) throw new CodeExists();
      const change = await record(tx, slug, { codes: hashes.length, mostUses }, by);
      await beforeCommit();
      return change;
    })
    .catch((error: unknown) => {
      if (error instanceof CodeExists) return { status: "taken" as const };
      throw error;
    });
}

class CodeExists extends Error {}

async function changing(db: Db, change: (tx: Tx) => Promise<Change>): Promise<Change> {
  try {
    return await db.transaction(change);
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === null) throw error;
    return { status: "invalid", constraint };
  }
}

async function record(tx: Tx, slug: string, changed: object, { actor, reason }: ChangedBy): Promise<Change> {
  await insertCampaignChange(tx, { campaign: slug, actor, reason, changed });
  const campaign = await lockCampaign(tx, slug);
  return campaign === null ? { status: "not-found" } : { status: "changed", campaign };
}
