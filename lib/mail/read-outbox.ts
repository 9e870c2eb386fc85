import "server-only";
import { type DemoLetter, readDemoLetters } from "#db/queries/demo-emails.ts";
import { isDemo } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";

const newest = 50;

/** The newest letters of a demonstration; null where letters are really sent. */
export async function readOutbox(): Promise<DemoLetter[] | null> {
  return isDemo() ? await readDemoLetters(database(), newest) : null;
}
