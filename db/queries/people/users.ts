import { and, eq, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { sessions, signInMethods, users } from "../../schema/people.ts";

/** A user as next-auth and the sign-in rules need it. */
export interface PersonRow {
  id: string;
  name: string | null;
  email: string;
  emailVerified: Date | null;
}

const columns = { id: users.id, name: users.name, email: users.email, emailVerified: users.emailVerified };

/** The user with this id. Index: users_pkey. */
export async function findPersonById(db: DbOrTx, userId: string): Promise<PersonRow | null> {
  const [row] = await db.select(columns).from(users).where(eq(users.id, userId));
  return row ?? null;
}

/** The user with this email address, case-insensitive. Index: users_email_once. */
export async function findPersonByAddress(db: DbOrTx, address: string): Promise<PersonRow | null> {
  const [row] = await db.select(columns).from(users).where(sql`lower(${users.email}) = lower(${address})`);
  return row ?? null;
}

/** The same, locked until the transaction ends, so that two first verifications of one address run one after the other. */
export async function lockPersonByAddress(tx: Tx, address: string): Promise<PersonRow | null> {
  const [row] = await tx
    .select(columns)
    .from(users)
    .where(sql`lower(${users.email}) = lower(${address})`)
    .for("no key update");
  return row ?? null;
}

/** The user linked to an account at a provider. Index: sign_in_methods_pkey. */
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

/** Creates a user; null when the address is taken. Create the credit account in the same transaction. */
export async function insertPerson(
  tx: Tx,
  person: { email: string; name: string | null; emailVerified: Date | null },
): Promise<string | null> {
  const [row] = await tx.insert(users).values(person).onConflictDoNothing().returning({ id: users.id });
  return row?.id ?? null;
}

/** Records that a user's email address is verified. Index: users_pkey. */
export async function markProved(tx: Tx, { userId, at }: { userId: string; at: Date }): Promise<void> {
  await tx.update(users).set({ emailVerified: at }).where(eq(users.id, userId));
}

/** Deletes every sign-in method from before the address was verified: it belongs to an unverified user. Index: sign_in_methods_by_user. */
export async function removeMethods(tx: Tx, userId: string): Promise<void> {
  await tx.delete(signInMethods).where(eq(signInMethods.userId, userId));
}

/** Deletes the sessions from before the address was verified. Index: sessions_by_user. */
export async function removeSessions(tx: Tx, userId: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.userId, userId));
}

/** An account at a sign-in provider. */
export interface MethodRow {
  userId: string;
  type: string;
  provider: string;
  providerAccountId: string;
}

/** Links a provider account to a user; an existing link stays. Provider tokens are not stored. */
export async function insertMethod(db: DbOrTx, method: MethodRow): Promise<void> {
  await db.insert(signInMethods).values(method).onConflictDoNothing();
}

/** The sign-in methods on a user's profile. Index: sign_in_methods_by_user. */
export async function readMethods(db: DbOrTx, userId: string): Promise<{ provider: string }[]> {
  return await db
    .select({ provider: signInMethods.provider })
    .from(signInMethods)
    .where(eq(signInMethods.userId, userId))
    .orderBy(signInMethods.provider);
}

/** Adds a user with an unverified address; null when the address is taken (case-insensitive). Index: users_email_once. */
export async function insertUnverifiedUser(tx: Tx, email: string): Promise<string | null> {
  const [row] = await tx
    .insert(users)
    .values({ email: email.toLowerCase() })
    .onConflictDoNothing()
    .returning({ id: users.id });
  return row?.id ?? null;
}

/** The id of the user with an address, case-insensitive. Index: users_email_once. */
export async function readUserIdByEmail(db: DbOrTx, email: string): Promise<string | null> {
  const [row] = await db.select({ id: users.id }).from(users).where(sql`lower(${users.email}) = lower(${email})`);
  return row?.id ?? null;
}

/** When a user is asked before credits are used. */
type ConfirmationRow = Pick<typeof users.$inferSelect, "confirmAbove" | "confirmPurchased">;

/** When this user is asked before credits are used, for the tool pages and the profile. Index: users_pkey. */
export async function readConfirmationRow(db: DbOrTx, userId: string): Promise<ConfirmationRow | null> {
  const { confirmAbove, confirmPurchased } = users;
  const [row] = await db.select({ confirmAbove, confirmPurchased }).from(users).where(eq(users.id, userId));
  return row ?? null;
}

/** Stores when this user is asked. Index: users_pkey. */
export async function setConfirmation(db: DbOrTx, userId: string, rules: ConfirmationRow): Promise<void> {
  await db.update(users).set(rules).where(eq(users.id, userId));
}
