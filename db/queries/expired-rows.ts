import { type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";

const rowsAStatement = 2_000;

/** What may be removed for being over. None of it says anything about credits or money. */
const endings = {
  sessions: { table: sql`sessions`, isOver: sql`expires <= clock_timestamp()` },
  "sign-in links": { table: sql`verification_tokens`, isOver: sql`expires <= clock_timestamp()` },
  // No limit has a longer period than a day.
  limits: { table: sql`rate_limits`, isOver: sql`at < clock_timestamp() - interval '1 day'` },
  // A device that asks late is told for a day that its code is too old.
  "device codes": { table: sql`device_codes`, isOver: sql`expires_at < clock_timestamp() - interval '1 day'` },
  // Signed out by hand or for not being used; an email's link leads to it for a month more.
  devices: {
    table: sql`devices`,
    isOver: sql`coalesce(revoked_at, last_seen_at + interval '90 days') < clock_timestamp() - interval '30 days'`,
  },
  "run files": { table: sql`run_results`, isOver: sql`expires_at <= clock_timestamp()` },
  "demonstration emails": { table: sql`demo_letters`, isOver: sql`at < clock_timestamp() - interval '7 days'` },
};

/** The names of what can be over. */
export const endingNames = [
  "sessions",
  "sign-in links",
  "limits",
  "device codes",
  "devices",
  "run files",
  "demonstration emails",
] as const;

/**
 * Removes all of one sort that is over, some thousand rows a statement, so that nobody waits for it. Answers how many.
 * Reads the whole table, as no index would pay for being read once an hour; run files have run_results_by_end and device codes
 * device_codes_by_end.
 */
export async function deleteEnded(db: DbOrTx, name: (typeof endingNames)[number]): Promise<number> {
  for (let all = 0; ; ) {
    const deleted = await deleteSome(db, endings[name]);
    all += deleted;
    if (deleted < rowsAStatement) return all;
  }
}

/** A row that was prolonged meanwhile is looked at again, and stays. */
async function deleteSome(db: DbOrTx, { table, isOver }: { table: SQL; isOver: SQL }): Promise<number> {
  const rows = await db.execute(sql`
    delete from ${table}
    where ctid = any(array(select ctid from ${table} where ${isOver} limit ${rowsAStatement})) and ${isOver}
    returning 1`);
  return rows.length;
}
