import { desc } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { demoEmails } from "../../schema/people.ts";

/** An email of the demonstration. */
export interface DemoEmail {
  id: string;
  to: string;
  subject: string;
  text: string;
  at: Date;
}

/** Puts an email where the outbox page shows it. */
export async function insertDemoEmail(
  db: DbOrTx,
  email: { to: string; subject: string; text: string; html: string },
): Promise<void> {
  await db.insert(demoEmails).values(email);
}

/** The newest emails of the outbox page. Sorts the whole table, which a demonstration keeps small. */
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
