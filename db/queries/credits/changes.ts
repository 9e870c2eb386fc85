import { sql } from "drizzle-orm";
import { prepareInsert, prepareWrite } from "../../prepared.ts";
import { creditBatches, creditEntries, creditTransactions, grantSources } from "../../schema/credits.ts";
import { creditHolds } from "../../schema/holds.ts";

// Each statement takes every column as one array: its text does not depend on the number of rows, so it is prepared once.

/** Adds lines to the history. */
export const insertTransactions = prepareInsert(creditTransactions);

/** Adds what lines took from batches or returned to them. */
export const insertEntries = prepareInsert(creditEntries);

/** Adds the batches that lines made. */
export const insertBatches = prepareInsert(creditBatches);

/** Marks external sources as granted; a second grant of one violates grant_sources_pkey. */
export const insertGrantSources = prepareInsert(grantSources);

/** Adds holds, or updates their state. Index: credit_holds_pkey. */
export const upsertHolds = prepareInsert(
  creditHolds,
  sql`on conflict (account_id, number) do update
    set status = excluded.status, captured = excluded.captured, expires_at = excluded.expires_at`,
);

/** Sets the remaining and held credits of batches, in one statement. Index: credit_batches_pkey. */
export const updateBatches = prepareWrite<{ account: string; number: number; remaining: number; held: number }>(
  (of) => sql`
    update credit_batches b set remaining = r.remaining, held = r.held, open = r.remaining > 0
    from unnest(${of("account", "uuid")}, ${of("number", "int")}, ${of("remaining", "bigint")}, ${of("held", "bigint")})
      as r(account, number, remaining, held)
    where b.account_id = r.account and b.number = r.number`,
);

/** Sets what was forfeited and taken back of batches, in one statement. Index: credit_batches_pkey. */
export const updateReturnedBatches = prepareWrite<{
  account: string;
  number: number;
  forfeited: number;
  target: number | null;
  takenBack: number;
  owed: number;
  repaid: number;
  forgiven: number;
  revokedBy: number | null;
}>(
  (of) => sql`
    update credit_batches b set forfeited = r.forfeited, target = r.target, taken_back = r.taken_back, owed = r.owed,
      repaid = r.repaid, forgiven = r.forgiven, revoked_by = r.revoked_by
    from unnest(${of("account", "uuid")}, ${of("number", "int")}, ${of("forfeited", "bigint")}, ${of("target", "bigint")},
      ${of("takenBack", "bigint")}, ${of("owed", "bigint")}, ${of("repaid", "bigint")}, ${of("forgiven", "bigint")},
      ${of("revokedBy", "bigint")})
      as r(account, number, forfeited, target, taken_back, owed, repaid, forgiven, revoked_by)
    where b.account_id = r.account and b.number = r.number`,
);

/** Sets the counters and sums of accounts, in one statement. Index: credit_accounts_pkey. */
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
  debt: number;
}>(
  (of) => sql`
    update credit_accounts a set version = r.version, at = r.at, available_subscription = r.subscription,
      available_activity = r.activity, available_purchased = r.purchased,
      held = r.held, batches = r.batches, holds = r.holds, frozen_at = r.frozen_at,
      debt = r.debt
    from unnest(${of("account", "uuid")}, ${of("version", "bigint")}, ${of("at", "timestamptz")},
      ${of("subscription", "bigint")}, ${of("activity", "bigint")}, ${of("purchased", "bigint")}, ${of("held", "bigint")},
      ${of("batches", "int")}, ${of("holds", "int")}, ${of("frozenAt", "timestamptz")},
      ${of("debt", "bigint")})
      as r(account, version, at, subscription, activity, purchased, held, batches, holds, frozen_at, debt)
    where a.id = r.account`,
);
