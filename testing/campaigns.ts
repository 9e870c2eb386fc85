import { randomUUID } from "node:crypto";
import type { Db } from "#db/client.ts";
import { createAccount } from "#db/queries/credits/accounts.ts";
import { campaignCodes, campaigns } from "#db/schema/campaigns.ts";
import { users } from "#db/schema/people.ts";
import { hashCode, normaliseCode } from "#lib/campaigns/code.ts";
import type { ClaimRequest } from "#lib/campaigns/place-claim.ts";
import { keyOf } from "./accounts.ts";

type Campaign = typeof campaigns.$inferInsert;

/** Adds an offer of 10 credits for 7 days that runs and has no limit but one claim per person, unless changed; returns its slug. */
export async function openCampaign(db: Db, changes: Partial<Campaign> = {}): Promise<string> {
  const slug = changes.slug ?? `c-${randomUUID().slice(0, 18)}`;
  await db.insert(campaigns).values({
    ...{ slug, type: "offer", name: "An offer", description: "Ten credits.", amount: 10, validDays: 7 },
    ...{ beginsAt: new Date(Date.now() - 3_600_000), timeZone: "UTC", audience: "everyone", limitPerPerson: 1 },
    ...changes,
  });
  return slug;
}

/** Adds a person with an account and a proved address, unless changed. */
export async function newPerson(db: Db, changes: Partial<typeof users.$inferInsert> = {}): Promise<string> {
  const id = randomUUID();
  const about = { id, email: `${id}@example.com`, emailVerified: new Date(), ...changes };
  await db.transaction(async (tx) => {
    await tx.insert(users).values(about);
    await createAccount(tx, id);
  });
  return id;
}

/** Adds a code to a campaign, for this many people. */
export async function addCode(db: Db, campaign: string, code: string, mostUses = 1): Promise<void> {
  await db.insert(campaignCodes).values({ hash: codeHash(code), campaign, mostUses });
}

/** A claim from a campaign under a key of its own, unless changed. */
export function claimOf(
  account: string,
  campaign: string,
  { key = randomUUID(), ...changes }: Partial<ClaimRequest> & { key?: string } = {},
): ClaimRequest {
  const request = keyOf("web", key, { campaign });
  return { account, request, from: { campaign }, timeZone: null, ...changes };
}

/** A redemption of a code under a key of its own. */
export function redemptionOf(account: string, code: string): ClaimRequest {
  const request = keyOf("web", randomUUID(), { code });
  return { account, request, from: { code: codeHash(code) }, timeZone: null };
}

function codeHash(code: string): string {
  const normalised = normaliseCode(code);
  if (normalised === null) throw new Error(`${code} is no code`);
  return hashCode(normalised);
}
