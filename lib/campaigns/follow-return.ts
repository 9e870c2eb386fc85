import "server-only";
import type { Db, Tx } from "#db/client.ts";
import { isPurchaseReturned } from "#db/queries/campaigns/qualifications.ts";
import { readClaimBatch, readReferralClaims } from "#db/queries/campaigns/referral-credits.ts";
import { lockReferral, type ReferralRow, readReferralRow, updateReferral } from "#db/queries/campaigns/referrals.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import type { RevokeCommand } from "#lib/credits/command.ts";
import { commitWithin } from "#lib/ledger/commit/commit-transaction.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { claimSourceId, grantIfDue } from "./grant-claims.ts";

/**
 * Brings a referral to the state of the purchase that qualified the friend, by the id of its order or invoice: while money for it is
 * returned or disputed, the referral does not count, and what both sides have left of its credits is taken back; credits that
 * were used are not owed. When the money comes again, so do the credits. Any number of calls, in any order and in several
 * processes, end in the same state, because the payment is read under the referral's lock. Other purchases change nothing.
 */
export async function followReturn(db: Db, { friend, purchase }: { friend: string; purchase: string }): Promise<void> {
  const referral = await readReferralRow(db, friend);
  if (referral === null || referral.purchase !== purchase) return;
  // What is to be taken back must be there: a process can die between claim and grant.
  for (const claim of await readReferralClaims(db, referral)) if (claim.grantedAt === null) await grantIfDue(db, claim);
  await inTransaction(db, (tx) => followIn(tx, referral, purchase));
}

async function followIn(tx: Tx, { friendId, referrerId }: ReferralRow, purchase: string): Promise<void> {
  await lockAccounts(tx, [friendId, referrerId]);
  const referral = await lockReferral(tx, friendId);
  if (referral === null) return;
  const now = await readClock(tx);
  const isReturned = await isPurchaseReturned(tx, purchase);
  const wasReturned = referral.returnedAt !== null;
  if (isReturned !== wasReturned) {
    const returnedAt = isReturned ? now : null;
    await updateReferral(tx, friendId, { returnedAt, tellFriend: true, tellReferrer: true });
  }
  if (isReturned || wasReturned) await moveCredits(tx, referral, { isReturned, now });
}

/** Takes what remains of the credits of both sides, or gives back what was taken. */
async function moveCredits(
  tx: Tx,
  referral: ReferralRow,
  { isReturned, now }: { isReturned: boolean; now: Date },
): Promise<void> {
  const commands: RevokeCommand[] = [];
  for (const claim of await readReferralClaims(tx, referral)) {
    const batch = await readClaimBatch(tx, claim.accountId, claimSourceId(claim));
    if (batch === null) continue;
    // Only what remains: credits that were used, or are on hold for a job that runs, never become debt.
    const target = isReturned ? batch.taken + batch.remaining : 0;
    if (target === batch.target) continue;
    const path = claimSourceId(claim);
    commands.push({
      type: "revoke",
      account: claim.accountId,
      batch: batch.number,
      target,
      reason: batch.label,
      reference: `referral:${referral.campaign}`,
      request: requestKey("jobs", `return:${path}:${now.toISOString()}`, {
        method: "referral",
        path,
        body: { target },
      }),
      actor: "campaign",
      platform: null,
    });
  }
  const refused = (await commitWithin(tx, commands)).find(({ status }) => status !== "done");
  if (refused !== undefined) throw new Error(`The credits of a referral did not follow: ${JSON.stringify(refused)}`);
}
