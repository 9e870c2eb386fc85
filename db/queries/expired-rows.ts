import { type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";

const rowsAStatement = 2_000;

/** The kinds of expired rows that can be deleted. None of them is about credits or money. */
const endings = {
  sessions: { table: sql`sessions`, isOver: sql`expires <= clock_timestamp()` },
  "sign-in links": { table: sql`verification_tokens`, isOver: sql`expires <= clock_timestamp()` },
  // No rate limit has a period longer than a day.
  limits: { table: sql`rate_limits`, isOver: sql`at < clock_timestamp() - interval '1 day'` },
  // For a day a late device still gets the response that its code has expired.
  "device codes": { table: sql`device_codes`, isOver: sql`expires_at < clock_timestamp() - interval '1 day'` },
  // Signed out by the user or because it was not used; the link in an email refers to it for another month.
  devices: {
    table: sql`devices`,
    isOver: sql`coalesce(revoked_at, last_seen_at + interval '90 days') < clock_timestamp() - interval '30 days'`,
  },
  "run files": { table: sql`run_results`, isOver: sql`expires_at <= clock_timestamp()` },
  "demonstration emails": { table: sql`demo_letters`, isOver: sql`at < clock_timestamp() - interval '7 days'` },
};

/** The names of these kinds. */
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
 * Deletes all expired rows of one kind, some thousand per statement, so that it blocks no other query. Returns how many.
 * Scans the whole table, because an index is not worth it once an hour; run files have run_results_by_end and device codes
 * device_codes_by_end.
 */
export async function deleteEnded(db: DbOrTx, name: (typeof endingNames)[number]): Promise<number> {
  for (let all = 0; ; ) {
    const deleted = await deleteSome(db, endings[name]);
    all += deleted;
    if (deleted < rowsAStatement) return all;
  }
}

/** A row that was extended in the meantime is checked again and stays. */
async function deleteSome(db: DbOrTx, { table, isOver }: { table: SQL; isOver: SQL }): Promise<number> {
  const rows = await db.execute(sql`
    delete from ${table}
    where ctid = any(array(select ctid from ${table} where ${isOver} limit ${rowsAStatement})) and ${isOver}
    returning 1`);
  return rows.length;
}
