import "server-only";
import type { Db } from "#db/client.ts";
import { readClaimOfKey } from "#db/queries/campaigns/claims.ts";
import { allowAll, giveBack, type Limit } from "#lib/api/http/allow.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { type Claimed, claim } from "./claim.ts";
import { hashCode, normaliseCode } from "./code.ts";

/** A code that a person or a back end sends. */
export interface Redemption {
  account: string;
  request: RequestKey;
  /** As it was typed. */
  code: string;
  /** The subnet that it came from; null for a back end, which sends the codes of many people. */
  subnet: string | null;
}

/**
 * Claims from a campaign by a code. Only unknown codes count as guesses: a person has 5 in 15 minutes, an address 30 an hour.
 */
export async function redeemCode(
  db: Db,
  { account, request, code, subnet }: Redemption,
): Promise<Claimed | { status: "rate-limited"; retryAfterSeconds: number }> {
  const limits = limitsOf(account, subnet);
  const allowance = await allowAll(limits);
  if (allowance.status === "limited" && !(await isReplay(db, account, request)))
    return { status: "rate-limited", retryAfterSeconds: allowance.retryAfterSeconds };
  const normalised = normaliseCode(code);
  const claimed: Claimed =
    normalised === null
      ? { status: "code-unknown" }
      : await claim(db, { account, request, from: { code: hashCode(normalised) }, timeZone: null });
  const counts = claimed.status === "code-unknown" || allowance.status === "limited";
  if (!counts) for (const limit of limits) await giveBack(limit);
  return claimed;
}

function limitsOf(account: string, subnet: string | null): Limit[] {
  const own = { key: `codes:${account}`, capacity: 5, perSeconds: 15 * 60 };
  return subnet === null ? [own] : [own, { key: `codes:from:${subnet}`, capacity: 30, perSeconds: 60 * 60 }];
}

async function isReplay(db: Db, account: string, { scope, key }: RequestKey): Promise<boolean> {
  return (await readClaimOfKey(db, { accountId: account, keyScope: scope, idempotencyKey: key })) !== null;
}
