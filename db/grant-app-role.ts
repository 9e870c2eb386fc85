import type postgres from "postgres";

/**
 * Grants the app's role its rights: it reads and writes all tables but cannot change or delete history, it reads which
 * migrations were applied, and it owns the scheduler's tables. Run as the owner after migrating; it is idempotent.
 */
export async function grantAppRole(owner: postgres.Sql, role: string): Promise<void> {
  const app = owner(role);
  await owner`grant usage on schema public, drizzle to ${app}`;
  await owner`grant select, insert, update, delete on all tables in schema public to ${app}`;
  await owner`grant select on all tables in schema drizzle to ${app}`;
  // The scheduler creates its own tables, in a separate schema.
  await owner`grant usage, create on schema jobs to ${app}`;
  await owner`revoke update, delete, truncate on credit_transactions, credit_entries, grant_sources, plan_prices, plan_invoices,
    campaign_changes from ${app}`;
  await owner`revoke delete, truncate on credit_accounts, credit_batches, plan_months, plan_trials, campaigns, campaign_claims,
    campaign_codes, referral_codes, referrals, known_mailboxes,
    usage_progress, usage_totals, teams, team_holders, team_invitations, team_refusals from ${app}`;
  await owner`revoke update on known_mailboxes, team_refusals from ${app}`;
}
