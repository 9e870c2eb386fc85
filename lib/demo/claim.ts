import type { Step } from "#lib/ledger/commit/commit-history.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { addDays, type Story } from "./story.ts";

/** A claim in the past of a demo user. */
export interface DemoClaim {
  campaign: "welcome" | "check-in" | "summer-challenge" | "community-week" | "invite-a-friend";
  /** As `campaign_claims` has it. */
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

/** The row of a claim in the past, granted at once. */
export function claimRowOf(accountId: string, { campaign, occurrence, at, ...gives }: DemoClaim) {
  const id = `${campaign}:${occurrence}`;
  const { scope, key, fingerprint } = requestKey("web", `demo:${id}`, { method: "POST", path: "/demo", body: {} });
  const isCheckIn = campaign === "check-in";
  return {
    ...{ campaign, accountId, occurrence, ...gives, claimedAt: at, dueAt: at, grantedAt: at },
    ...(isCheckIn ? { timeZone: "UTC", dayInRow: 1 } : {}),
    ...{ keyScope: scope, idempotencyKey: key, fingerprint },
  };
}
