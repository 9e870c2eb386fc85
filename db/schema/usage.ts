import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { creditAccounts, creditKind } from "./credits.ts";
import { instant } from "./instant.ts";

const amount = (name: string) => bigint(name, { mode: "number" });

/** Up to which version an account's lines are in its usage totals. Its row is the lock of whoever adds more. */
export const usageProgress = pgTable(
  "usage_progress",
  { accountId: uuid("account_id").notNull(), version: amount("version").notNull() },
  (t) => [
    primaryKey({ name: "usage_progress_pkey", columns: [t.accountId] }),
    foreignKey({ name: "usage_progress_account", columns: [t.accountId], foreignColumns: [creditAccounts.id] }),
    check("usage_progress_version_not_negative", sql`${t.version} >= 0`),
  ],
);

/**
 * What an account has used from its first line to the end of a quarter of an hour, for each feature, kind and platform
 * (`service` for product back ends); a row for each quarter with use. Use between two instants is the difference of two rows.
 */
export const usageTotals = pgTable(
  "usage_totals",
  {
    accountId: uuid("account_id").notNull(),
    feature: text("feature").notNull(),
    kind: creditKind("kind").notNull(),
    platform: text("platform").notNull(),
    quarterAt: instant("quarter_at").notNull(),
    total: amount("total").notNull(),
  },
  (t) => [
    primaryKey({ name: "usage_totals_pkey", columns: [t.accountId, t.feature, t.kind, t.platform, t.quarterAt] }),
    foreignKey({
      name: "usage_totals_progress",
      columns: [t.accountId],
      foreignColumns: [usageProgress.accountId],
    }),
    check("usage_totals_quarter_whole", sql`extract(epoch from ${t.quarterAt})::bigint % 900 = 0`),
  ],
);
