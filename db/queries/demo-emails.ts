import { desc } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { demoLetters } from "../schema/people.ts";

/** A letter of the demonstration. */
export interface DemoLetter {
  id: string;
  to: string;
  subject: string;
  text: string;
  at: Date;
}

/** Puts a letter where the outbox page shows it. */
export async function insertDemoLetter(
  db: DbOrTx,
  letter: { to: string; subject: string; text: string; html: string },
): Promise<void> {
  await db.insert(demoLetters).values(letter);
}

/** The newest letters of the outbox page. Sorts the whole table, which a demonstration keeps small. */
export async function readDemoLetters(db: DbOrTx, limit: number): Promise<DemoLetter[]> {
  return await db
    .select({
      id: demoLetters.id,
      to: demoLetters.to,
      subject: demoLetters.subject,
      text: demoLetters.text,
      at: demoLetters.at,
    })
    .from(demoLetters)
    .orderBy(desc(demoLetters.at))
    .limit(limit);
}
