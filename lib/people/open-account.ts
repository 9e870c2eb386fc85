import "server-only";
import type { Db } from "#db/client.ts";
import { createAccount } from "#db/queries/credits/accounts.ts";
import { insertUnverifiedUser, readUserIdByEmail } from "#db/queries/people/users.ts";

/**
 * The account of the user with this address, created when there is none. The address is not verified yet: the user who
 * first proves by email that it is theirs takes the account over. User and account are created together.
 */
export async function openAccount(db: Db, email: string): Promise<{ id: string; made: boolean }> {
  const made = await db.transaction(async (tx) => {
    const id = await insertUnverifiedUser(tx, email);
    if (id !== null) await createAccount(tx, id);
    return id;
  });
  if (made !== null) return { id: made, made: true };
  // Read in a separate statement: one that lost against another insert does not see the winner.
  const existing = await readUserIdByEmail(db, email);
  if (existing === null) throw new Error("openAccount: the person is neither new nor there");
  return { id: existing, made: false };
}
