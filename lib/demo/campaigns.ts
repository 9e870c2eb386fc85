import type { Tx } from "#db/client.ts";
import {
  countDemoClaims,
  insertDemoCampaigns,
  insertDemoClaims,
  type NewCampaign,
} from "#db/queries/campaigns/demo-campaigns.ts";
import { hashCode, normaliseCode } from "#lib/campaigns/code.ts";
import type { Step } from "#lib/ledger/commit/commit-history.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import type { DemoPerson } from "./person.ts";
import { addDays, nextFullHour, type Story, startOfDay } from "./story.ts";

/** A claim in the past of a demo user. */
export interface DemoClaim {
  campaign: "welcome" | "check-in" | "summer-challenge" | "community-week";
  /** The day of a check-in, else the number of the claim. */
  occurrence: string;
  at: Date;
  credits: number;
  validDays: number;
  label: string;
}

/** The grants of claims, for a user's history. */
export function grantsOf(account: string, { grant }: Story, claims: readonly DemoClaim[]): Step[] {
  return claims.map((claim) =>
    grant(claim.at, {
      kind: "activity",
      amount: claim.credits,
      expiresAt: addDays(claim.at, claim.validDays),
      source: "campaign",
      sourceId: `${claim.campaign}:${claim.occurrence}:${account}`,
      reason: claim.label,
    }),
  );
}

/**
 * Adds the campaigns of a demonstration, as far as they are missing, and the claims of users that were added: a welcome, a
 * daily check-in, a challenge that ends in two days, an offer with nothing left, and the code WELCOME25.
 */
export async function seedCampaigns(tx: Tx, fresh: readonly DemoPerson[], now: Date): Promise<void> {
  const code = { hash: hashCode(normaliseCode("WELCOME25") ?? ""), campaign: "welcome-code", mostUses: 10_000 };
  await insertDemoCampaigns(tx, campaignsAt(now), code);
  await insertDemoClaims(
    tx,
    fresh.flatMap((person) => person.claims(now).map((claim) => rowOf(person.id, claim))),
  );
  await countDemoClaims(tx);
}

function campaignsAt(now: Date): NewCampaign[] {
  const running = { beginsAt: addDays(startOfDay(now), -60), timeZone: "UTC", audience: "everyone" } as const;
  const once = { ...running, limitPerPerson: 1 };
  return [
    {
      slug: "welcome",
      type: "welcome",
      name: "Welcome gift",
      description: "A welcome for new people.",
      amount: 15,
      validDays: 14,
      ...once,
    },
    {
      slug: "check-in",
      type: "check-in",
      name: "Daily check-in",
      description: "Check in once a day.",
      amount: 10,
      weekBonus: 30,
      validDays: 7,
      ...running,
    },
    {
      slug: "summer-challenge",
      type: "challenge",
      name: "Summer challenge",
      description: "Take part and get credits.",
      amount: 60,
      validDays: 14,
      budget: 60_000,
      endsAt: nextFullHour(addDays(now, 2)),
      ...once,
    },
    {
      slug: "community-week",
      type: "offer",
      name: "Community week",
      description: "First come, first served.",
      amount: 40,
      validDays: 14,
      limitInAll: 1,
      ...once,
    },
    {
      slug: "welcome-code",
      type: "code",
      name: "Welcome code",
      description: "Enter the code to claim it.",
      amount: 25,
      validDays: 14,
      ...once,
    },
  ];
}

function rowOf(accountId: string, { campaign, occurrence, at, ...gives }: DemoClaim) {
  const id = `${campaign}:${occurrence}`;
  const { scope, key, fingerprint } = requestKey("web", `demo:${id}`, { method: "POST", path: "/demo", body: {} });
  const isCheckIn = campaign === "check-in";
  return {
    ...{ campaign, accountId, occurrence, ...gives, claimedAt: at, dueAt: at, grantedAt: at },
    ...(isCheckIn ? { timeZone: "UTC", dayInRow: 1 } : {}),
    ...{ keyScope: scope, idempotencyKey: key, fingerprint },
  };
}
