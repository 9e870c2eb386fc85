import { sql } from "drizzle-orm";
import { prepareWrite } from "../prepared.ts";
import type { creditBatches, creditEntries, creditHolds, creditTransactions, grantSources } from "../schema/credits.ts";

// Each statement takes every column as one array: its text does not change with the number of rows, so it is prepared.

/** Adds lines to the history. */
export const insertTransactions = prepareWrite<typeof creditTransactions.$inferInsert>(
  (of) => sql`
    insert into credit_transactions (account_id, version, type, amount, balance_before, balance_after, at, key_scope,
      idempotency_key, fingerprint, feature, units, reference, platform, client_version, relates_to, hold, hold_expires_at,
        captured, reason, actor)
    select account_id, version, type, amount, balance_before, balance_after, at, key_scope, decode(idempotency_key, 'hex'),
      decode(fingerprint, 'hex'), feature, units, reference, platform, client_version, relates_to, hold, hold_expires_at,
        captured, reason, actor
    from unnest(${of("accountId", "uuid")}, ${of("version", "bigint")}, ${of("type", "transaction_type")},
      ${of("amount", "bigint")}, ${of("balanceBefore", "bigint")}, ${of("balanceAfter", "bigint")},
      ${of("at", "timestamptz")}, ${of("keyScope", "text")}, ${of("idempotencyKey", "text")}, ${of("fingerprint", "text")},
      ${of("feature", "text")}, ${of("units", "int")}, ${of("reference", "text")}, ${of("platform", "text")},
      ${of("clientVersion", "text")},
      ${of("relatesTo", "bigint")}, ${of("hold", "int")}, ${of("holdExpiresAt", "timestamptz")},
      ${of("captured", "bigint")}, ${of("reason", "text")},
      ${of("actor", "text")})
      as r(account_id, version, type, amount, balance_before, balance_after, at, key_scope, idempotency_key, fingerprint,
        feature, units, reference, platform, client_version, relates_to, hold, hold_expires_at,
        captured, reason, actor)`,
);

/** Adds what lines took from or brought to batches. */
export const insertEntries = prepareWrite<typeof creditEntries.$inferInsert>(
  (of) => sql`
    insert into credit_entries (account_id, version, batch, amount, on_behalf_of)
    select * from unnest(${of("accountId", "uuid")}, ${of("version", "bigint")}, ${of("batch", "int")},
      ${of("amount", "bigint")}, ${of("onBehalfOf", "int")})`,
);

/** Adds the batches that lines made. */
export const insertBatches = prepareWrite<typeof creditBatches.$inferInsert>(
  (of) => sql`
    insert into credit_batches (account_id, number, kind, granted, remaining, held, open, granted_at, expires_at, source,
      source_id, returned_from, label)
    select * from unnest(${of("accountId", "uuid")}, ${of("number", "int")}, ${of("kind", "credit_kind")},
      ${of("granted", "bigint")}, ${of("remaining", "bigint")}, ${of("held", "bigint")}, ${of("open", "boolean")},
      ${of("grantedAt", "timestamptz")}, ${of("expiresAt", "timestamptz")}, ${of("source", "text")},
      ${of("sourceId", "text")}, ${of("returnedFrom", "int")}, ${of("label", "text")})`,
);

/** Marks outside facts as granted; a second time violates grant_sources_pkey. */
export const insertGrantSources = prepareWrite<typeof grantSources.$inferInsert>(
  (of) => sql`
    insert into grant_sources (source, source_id, account_id, version)
    select * from unnest(${of("source", "text")}, ${of("sourceId", "text")}, ${of("accountId", "uuid")},
      ${of("version", "bigint")})`,
);

/** Adds holds, or sets how they stand. Index: credit_holds_pkey. */
export const upsertHolds = prepareWrite<typeof creditHolds.$inferInsert>(
  (of) => sql`
    insert into credit_holds (account_id, number, version, status, amount, captured, expires_at, reference)
    select * from unnest(${of("accountId", "uuid")}, ${of("number", "int")}, ${of("version", "bigint")},
      ${of("status", "hold_status")}, ${of("amount", "bigint")}, ${of("captured", "bigint")},
      ${of("expiresAt", "timestamptz")}, ${of("reference", "text")})
    on conflict (account_id, number) do update
      set status = excluded.status, captured = excluded.captured, expires_at = excluded.expires_at`,
);

/** Sets what batches have left and what holds keep of them. One statement, whatever their number. Index: credit_batches_pkey. */
export const updateBatches = prepareWrite<{ account: string; number: number; remaining: number; held: number }>(
  (of) => sql`
    update credit_batches b set remaining = r.remaining, held = r.held, open = r.remaining > 0
    from unnest(${of("account", "uuid")}, ${of("number", "int")}, ${of("remaining", "bigint")}, ${of("held", "bigint")})
      as r(account, number, remaining, held)
    where b.account_id = r.account and b.number = r.number`,
);

/** Sets the counters and sums of accounts. One statement, whatever their number. Index: credit_accounts_pkey. */
export const updateAccounts = prepareWrite<{
  account: string;
  version: number;
  at: Date;
  subscription: number;
  activity: number;
  purchased: number;
  held: number;
  batches: number;
  holds: number;
  frozenAt: Date | null;
}>(
  (of) => sql`
    update credit_accounts a set version = r.version, at = r.at, available_subscription = r.subscription,
      available_activity = r.activity, available_purchased = r.purchased,
      held = r.held, batches = r.batches, holds = r.holds, frozen_at = r.frozen_at
    from unnest(${of("account", "uuid")}, ${of("version", "bigint")}, ${of("at", "timestamptz")},
      ${of("subscription", "bigint")}, ${of("activity", "bigint")}, ${of("purchased", "bigint")}, ${of("held", "bigint")},
      ${of("batches", "int")}, ${of("holds", "int")}, ${of("frozenAt", "timestamptz")})
      as r(account, version, at, subscription, activity, purchased, held, batches, holds, frozen_at)
    where a.id = r.account`,
);
