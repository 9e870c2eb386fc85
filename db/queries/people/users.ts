import { and, eq, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { sessions, signInMethods, users } from "../../schema/people.ts";

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

/** Makes a person, or answers null when the address has one. Their credit account belongs in the same transaction. */
export async function insertPerson(
  tx: Tx,
  person: { email: string; name: string | null; emailVerified: Date | null },
): Promise<string | null> {
  const [row] = await tx.insert(users).values(person).onConflictDoNothing().returning({ id: users.id });
  return row?.id ?? null;
}

/** Notes that a person's address is proved. Index: users_pkey. */
export async function markProved(tx: Tx, { userId, at }: { userId: string; at: Date }): Promise<void> {
  await tx.update(users).set({ emailVerified: at }).where(eq(users.id, userId));
}

/** Removes every way in that was there before the address was proved: whoever made them had not proved it. Index: sign_in_methods_by_user. */
export async function removeMethods(tx: Tx, userId: string): Promise<void> {
  await tx.delete(signInMethods).where(eq(signInMethods.userId, userId));
}

/** The sessions of the same. Index: sessions_by_user. */
export async function removeSessions(tx: Tx, userId: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.userId, userId));
}

/** Somebody at a provider. */
export interface MethodRow {
  userId: string;
  type: string;
  provider: string;
  providerAccountId: string;
}

/** Links somebody at a provider to a person; one who is linked already stays where they are. No provider's keys are kept. */
export async function insertMethod(db: DbOrTx, method: MethodRow): Promise<void> {
  await db.insert(signInMethods).values(method).onConflictDoNothing();
}

/** The ways of signing in that a person's profile lists. Index: sign_in_methods_by_user. */
export async function readMethods(db: DbOrTx, userId: string): Promise<{ provider: string }[]> {
  return await db
    .select({ provider: signInMethods.provider })
    .from(signInMethods)
    .where(eq(signInMethods.userId, userId))
    .orderBy(signInMethods.provider);
}

/** Adds a person whose address nobody has proved, or null when somebody has it, however it is written. Index: users_email_once. */
export async function insertUnprovedUser(tx: Tx, email: string): Promise<string | null> {
  const [row] = await tx
    .insert(users)
    .values({ email: email.toLowerCase() })
    .onConflictDoNothing()
    .returning({ id: users.id });
  return row?.id ?? null;
}

/** The person with an address, however it is written. Index: users_email_once. */
export async function readUserIdByEmail(db: DbOrTx, email: string): Promise<string | null> {
  const [row] = await db.select({ id: users.id }).from(users).where(sql`lower(${users.email}) = lower(${email})`);
  return row?.id ?? null;
}
