import { and, eq, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { verificationTokens } from "../../schema/people.ts";

/** An emailed link: the address it was sent to, and the hash of its secret. */
export interface SignInLink {
  identifier: string;
  token: string;
}

/** Stores a link until it is used. Index: verification_tokens_pkey. */
export async function insertLink(db: DbOrTx, link: SignInLink & { expires: Date }): Promise<void> {
  await db.insert(verificationTokens).values(link);
}

/** Whether a link can still be used, without using it. Index: verification_tokens_pkey. */
export async function isLinkOpen(db: DbOrTx, { identifier, token }: SignInLink): Promise<boolean> {
  const rows = await db
    .select({ expires: verificationTokens.expires })
    .from(verificationTokens)
    .where(
      and(
        eq(verificationTokens.identifier, identifier),
        eq(verificationTokens.token, token),
        sql`${verificationTokens.expires} > clock_timestamp()`,
      ),
    );
  return rows.length > 0;
}

/** Uses a link; of two concurrent calls one gets it. Null when it is not found or used. Index: verification_tokens_pkey. */
export async function takeLink(
  db: DbOrTx,
  { identifier, token }: SignInLink,
): Promise<(SignInLink & { expires: Date }) | null> {
  const [row] = await db
    .delete(verificationTokens)
    .where(and(eq(verificationTokens.identifier, identifier), eq(verificationTokens.token, token)))
    .returning();
  return row ?? null;
}

/** Deletes the other links of an address after one was used, and all expired ones. Index: verification_tokens_pkey. */
export async function removeLinks(db: DbOrTx, identifier: string): Promise<void> {
  await db
    .delete(verificationTokens)
    .where(sql`${verificationTokens.identifier} = ${identifier} or ${verificationTokens.expires} <= clock_timestamp()`);
}
