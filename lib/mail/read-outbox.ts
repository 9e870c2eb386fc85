import "server-only";
import { type DemoEmail, readDemoEmails } from "#db/queries/people/demo-emails.ts";
import { isDemo } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";

const newest = 50;

/** The newest emails of a demonstration; null where emails are really sent. */
export async function readOutbox(): Promise<DemoEmail[] | null> {
  return isDemo() ? await readDemoEmails(database(), newest) : null;
}
