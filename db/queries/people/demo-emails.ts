import { desc } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { demoEmails } from "../../schema/people.ts";

/** A demo email. */
export interface DemoEmail {
  id: string;
  to: string;
  subject: string;
  text: string;
  at: Date;
}

/** Stores an email for the outbox page. */
export async function insertDemoEmail(
  db: DbOrTx,
  email: { to: string; subject: string; text: string; html: string },
): Promise<void> {
  await db.insert(demoEmails).values(email);
}

/** The newest emails of the outbox page. Sorts the whole table, which stays small in a demo. */
export async function readDemoEmails(db: DbOrTx, limit: number): Promise<DemoEmail[]> {
  return await db
    .select({
      id: demoEmails.id,
      to: demoEmails.to,
      subject: demoEmails.subject,
      text: demoEmails.text,
      at: demoEmails.at,
    })
    .from(demoEmails)
    .orderBy(desc(demoEmails.at))
    .limit(limit);
}
