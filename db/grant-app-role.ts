import type postgres from "postgres";

/**
 * Lets the app's role work on the tables: it reads and writes everything but may not change or remove history,
 * it reads which migrations were applied, and it keeps the schedules' own tables. Run as the owner after migrating; repeating it changes nothing.
 */
export async function grantAppRole(owner: postgres.Sql, role: string): Promise<void> {
  const app = owner(role);
  await owner`grant usage on schema public, drizzle to ${app}`;
  await owner`grant select, insert, update, delete on all tables in schema public to ${app}`;
  await owner`grant select on all tables in schema drizzle to ${app}`;
  // Schedules keep their tables by themselves, where nothing else is.
  await owner`grant usage, create on schema jobs to ${app}`;
  await owner`revoke update, delete, truncate on credit_transactions, credit_entries, grant_sources from ${app}`;
  await owner`revoke delete, truncate on credit_accounts, credit_batches from ${app}`;
}
