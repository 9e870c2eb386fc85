import type postgres from "postgres";

/** Removes the protection of the ledger's tables in a test database, as an operator with enough rights could. */
export async function liftProtection(owner: postgres.Sql): Promise<void> {
  await owner`alter table credit_transactions disable trigger user`;
  await owner`alter table credit_entries disable trigger user`;
  await owner.unsafe(`do $$ declare c record; begin
    for c in select conrelid::regclass as of, conname from pg_constraint
      where (conrelid::regclass::text like 'credit\\_%' and (contype in ('c', 'f') or conname = 'credit_transactions_key_once'))
        or (conrelid = 'orders'::regclass and contype in ('c', 'f')) or conname = 'grant_sources_transaction'
    loop execute format('alter table %s drop constraint %I', c.of, c.conname); end loop;
    for c in select attrelid::regclass as of, attname as conname from pg_attribute a
      where attrelid::regclass::text in ('credit_accounts', 'credit_batches', 'credit_transactions', 'credit_entries', 'credit_holds')
        and attnotnull and attnum > 0 and not exists (
          select from pg_index i where i.indrelid = a.attrelid and i.indisprimary and a.attnum = any(i.indkey))
    loop execute format('alter table %s alter column %I drop not null', c.of, c.conname); end loop; end $$`);
}
