import "server-only";
import type { Db } from "#db/client.ts";
import type { ClaimRow } from "#db/queries/campaigns/claims.ts";
import { readClock } from "#db/queries/clock.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { grantClaim } from "./grant-claims.ts";
import { type ClaimRefusal, type ClaimRequest, placeClaim } from "./place-claim.ts";

/** A claim with its grant, or why there is none. `transaction` is null while its credits begin later. */
export type Claimed =
  | { status: "claimed"; claim: ClaimRow; transaction: Transaction | null; replayed: boolean }
  | ClaimRefusal;

/**
 * Claims from a campaign and grants the credits, once for a key. A process that dies in between leaves a claim that the
 * retry or a job completes.
 */
export async function claim(db: Db, asked: ClaimRequest): Promise<Claimed> {
  const placed = await placeClaim(db, asked);
  if (placed.status !== "placed") return placed;
  const { claim, replayed } = placed;
  if (claim.dueAt > (await readClock(db))) return { status: "claimed", claim, transaction: null, replayed };
  const outcome = await grantClaim(db, claim);
  if (outcome.status === "refused") {
    throw new Error(`A claim of ${claim.campaign} was not granted: ${outcome.refusal.slug}`);
  }
  return { status: "claimed", claim, transaction: outcome.transaction, replayed };
}
