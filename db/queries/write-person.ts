import { eq } from "drizzle-orm";
import type { DbOrTx, Tx } from "../client.ts";
import { sessions, signInMethods, users } from "../schema/people.ts";

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
