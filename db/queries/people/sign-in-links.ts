import { and, eq, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { verificationTokens } from "../../schema/people.ts";

/** A mailed link: the address it was sent to, and its secret's hash. */
export interface SignInLink {
  identifier: string;
  token: string;
}

/** Keeps a link until it is used. Index: verification_tokens_pkey. */
export async function insertLink(db: DbOrTx, link: SignInLink & { expires: Date }): Promise<void> {
  await db.insert(verificationTokens).values(link);
}

/** Whether a link can still be used; asking does not use it. Index: verification_tokens_pkey. */
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

/** Uses a link: of two who try at once, one gets it. Null when it is not there (any more). Index: verification_tokens_pkey. */
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

/** Removes the other links to an address, once one was used, and all that ran out. Index: verification_tokens_pkey. */
export async function removeLinks(db: DbOrTx, identifier: string): Promise<void> {
  await db
    .delete(verificationTokens)
    .where(sql`${verificationTokens.identifier} = ${identifier} or ${verificationTokens.expires} <= clock_timestamp()`);
}
