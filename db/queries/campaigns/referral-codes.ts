import { eq } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { referralCodes } from "../../schema/referrals.ts";

/** The code of an account's link; null while it has none. Index: referral_codes_pkey. */
export async function readReferralCode(db: DbOrTx, account: string): Promise<string | null> {
  const [row] = await db
    .select({ code: referralCodes.code })
    .from(referralCodes)
    .where(eq(referralCodes.accountId, account));
  return row?.code ?? null;
}

/** Adds the code of an account, unless the account has one or the code is another's. */
export async function insertReferralCode(db: DbOrTx, row: { accountId: string; code: string }): Promise<void> {
  await db.insert(referralCodes).values(row).onConflictDoNothing();
}

/** The account whose link has a code; null for an unknown one. Index: referral_codes_code_once. */
export async function readAccountOfCode(db: DbOrTx, code: string): Promise<string | null> {
  const [row] = await db
    .select({ account: referralCodes.accountId })
    .from(referralCodes)
    .where(eq(referralCodes.code, code));
  return row?.account ?? null;
}
