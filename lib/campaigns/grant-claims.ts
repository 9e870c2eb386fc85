import "server-only";
import type { Db } from "#db/client.ts";
import {
  type ClaimId,
  type ClaimRow,
  readPendingClaims,
  setClaimRefused,
  setClaimsGranted,
} from "#db/queries/campaigns/claims.ts";
import { readClock } from "#db/queries/clock.ts";
import type { GrantCommand } from "#lib/credits/command.ts";
import { commit, commitOne } from "#lib/ledger/commit/commit.ts";
import type { Outcome } from "#lib/ledger/commit/outcome.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { log } from "#lib/observability/log.ts";

const claimsARound = 256;

/**
 * Grants what was claimed and is due, for the job: claims whose process died before their grant, and those whose credits
 * begin now. Other processes may do the same. Returns how many were granted.
 */
export async function grantPendingClaims(db: Db): Promise<number> {
  let granted = 0;
  for (;;) {
    const claims = await readPendingClaims(db, claimsARound);
    if (claims.length === 0) return granted;
    const now = await readClock(db);
    const outcomes = await commit(
      db,
      claims.map((claim) => grantOf(claim, now)),
    );
    await settle(db, claims, outcomes);
    granted += claims.length;
  }
}

/** Grants one claim that is due, once, and returns the outcome of the grant. */
export async function grantClaim(db: Db, claim: ClaimRow): Promise<Outcome> {
  const outcome = await commitOne(db, grantOf(claim, await readClock(db)));
  await settle(db, [claim], [outcome]);
  return outcome;
}

/** The same for a claim that was just made; one whose credits begin later waits for the job. */
export async function grantIfDue(db: Db, claim: ClaimRow): Promise<void> {
  if (claim.dueAt <= (await readClock(db))) await grantClaim(db, claim);
}

/** The source id of a claim's grant. */
export function claimSourceId({ campaign, occurrence, accountId }: ClaimId): string {
  return `${campaign}:${occurrence}:${accountId}`;
}

/** The grant of a claim, with a key of its own, so that whatever grants it does it once. */
function grantOf(claim: ClaimRow, now: Date): GrantCommand {
  const { accountId: account, credits: amount, label: reason } = claim;
  const sourceId = claimSourceId(claim);
  return {
    type: "grant",
    account,
    repays: false,
    kind: "activity",
    amount,
    expiresAt: endOf(claim, now),
    source: "campaign",
    sourceId,
    reason,
    request: requestKey("jobs", sourceId, { method: "campaign", path: sourceId, body: { amount } }),
    actor: "campaign",
    platform: null,
  };
}

/** Whole minutes, rounded up, from the grant on: credits that come late are valid as long. */
function endOf({ validDays }: ClaimRow, now: Date): Date {
  const end = now.getTime() + validDays * 24 * 3600 * 1000;
  return new Date(Math.ceil(end / 60_000) * 60_000);
}

async function settle(db: Db, claims: readonly ClaimRow[], outcomes: readonly Outcome[]): Promise<void> {
  const granted = claims.filter((_, index) => outcomes[index]?.status === "done");
  if (granted.length > 0) await setClaimsGranted(db, granted);
  for (const [index, claim] of claims.entries()) {
    const outcome = outcomes[index];
    if (outcome?.status !== "refused") continue;
    const refusal = outcome.refusal.slug;
    log.error({ claim: claimSourceId(claim), refusal }, "The grant of a claim was refused: run npx purse verify");
    await setClaimRefused(db, claim, refusal);
  }
}
