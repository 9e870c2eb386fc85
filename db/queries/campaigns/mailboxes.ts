import { and, eq, ne } from "drizzle-orm";
import type { Tx } from "../../client.ts";
import { mailboxSql, users } from "../../schema/people.ts";
import { knownMailboxes } from "../../schema/referrals.ts";

/** Notes the mailbox of a person who signs up; false when it was known. Two sign-ups of one mailbox wait for each other. */
export async function noteMailbox(tx: Tx, hash: string): Promise<boolean> {
  return (await tx.insert(knownMailboxes).values({ hash }).onConflictDoNothing().returning()).length === 1;
}

/** Whether another account than this one has the mailbox. Index: users_by_mailbox. */
export async function hasOtherAccount(
  tx: Tx,
  { account, mailbox }: { account: string; mailbox: string },
): Promise<boolean> {
  const found = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(mailboxSql(users.email), mailbox), ne(users.id, account)))
    .limit(1);
  return found.length > 0;
}
