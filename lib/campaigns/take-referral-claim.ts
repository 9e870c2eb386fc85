import "server-only";
import type { Tx } from "#db/client.ts";
import { type ClaimRow, takeClaim } from "#db/queries/campaigns/claims.ts";
import { friendOccurrence } from "#db/queries/campaigns/referral-credits.ts";
import type { ReferralRow } from "#db/queries/campaigns/referrals.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";

/**
 * Records the claim of one side of a referral, under the lock of its account. Null when the campaign is paused, or has too
 * little left. The mailbox of a friend is stored, so that it counts once, also when the account is deleted.
 */
export async function takeReferralClaim(
  tx: Tx,
  { campaign, friendId, referrerId }: Pick<ReferralRow, "campaign" | "friendId" | "referrerId">,
  side: { of: "friend"; mailbox: string } | { of: "referrer" },
): Promise<ClaimRow | null> {
  const isFriend = side.of === "friend";
  const [accountId, occurrence] = isFriend ? [friendId, friendOccurrence] : [referrerId, friendId];
  const path = `referral:${campaign}:${occurrence}:${accountId}`;
  const { scope, key, fingerprint } = requestKey("jobs", path, { method: "referral", path, body: {} });
  const claim = {
    ...{ campaign, accountId, occurrence, mailbox: isFriend ? side.mailbox : null },
    ...{ code: null, timeZone: null, dayInRow: null, keyScope: scope, idempotencyKey: key, fingerprint },
  };
  return await takeClaim(tx, claim, side.of);
}
