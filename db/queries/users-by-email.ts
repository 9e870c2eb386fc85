import { sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../client.ts";
import { users } from "../schema/people.ts";

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
