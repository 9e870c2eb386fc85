import { and, eq, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../client.ts";
import { signInMethods, users } from "../schema/people.ts";

/** A person as next-auth and the sign-in rules know them. */
export interface PersonRow {
  id: string;
  name: string | null;
  email: string;
  emailVerified: Date | null;
}

const columns = { id: users.id, name: users.name, email: users.email, emailVerified: users.emailVerified };

/** The person with this id. Index: users_pkey. */
export async function findPersonById(db: DbOrTx, userId: string): Promise<PersonRow | null> {
  const [row] = await db.select(columns).from(users).where(eq(users.id, userId));
  return row ?? null;
}

/** The person with this address, in whatever case it is written. Index: users_email_once. */
export async function findPersonByAddress(db: DbOrTx, address: string): Promise<PersonRow | null> {
  const [row] = await db.select(columns).from(users).where(sql`lower(${users.email}) = lower(${address})`);
  return row ?? null;
}

/** The same, kept from changing until the transaction ends: two first proofs of one address take turns. */
export async function lockPersonByAddress(tx: Tx, address: string): Promise<PersonRow | null> {
  const [row] = await tx
    .select(columns)
    .from(users)
    .where(sql`lower(${users.email}) = lower(${address})`)
    .for("no key update");
  return row ?? null;
}

/** The person to whom somebody at a provider is linked. Index: sign_in_methods_pkey. */
export async function findPersonByMethod(
  db: DbOrTx,
  { provider, providerAccountId }: { provider: string; providerAccountId: string },
): Promise<PersonRow | null> {
  const [row] = await db
    .select(columns)
    .from(signInMethods)
    .innerJoin(users, eq(users.id, signInMethods.userId))
    .where(and(eq(signInMethods.provider, provider), eq(signInMethods.providerAccountId, providerAccountId)));
  return row ?? null;
}
