import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { hash16 } from "./hash.ts";
import { instant } from "./instant.ts";
import { isOldDeviceScope } from "./old-scope.ts";

export const creditKind = pgEnum("credit_kind", ["subscription", "activity", "purchased"]);
export const transactionType = pgEnum("transaction_type", [
  "grant",
  "spend",
  "expiry",
  "hold",
  "extend",
  "capture",
  "release",
  "refund",
  "adjustment",
  "freeze",
  "unfreeze",
  "revoke",
  "reinstate",
  "repayment",
  "forgive",
]);

const amount = (name: string) => bigint(name, { mode: "number" });

/** One row per account, and the only lock. Its id is its owner's id. The sums are those of the batches' remaining credits. */
export const creditAccounts = pgTable(
  "credit_accounts",
  {
    id: uuid("id").primaryKey(),
    version: amount("version").notNull().default(0),
    at: instant("at"),
    availableSubscription: amount("available_subscription").notNull().default(0),
    availableActivity: amount("available_activity").notNull().default(0),
    availablePurchased: amount("available_purchased").notNull().default(0),
    held: amount("held").notNull().default(0),
    batches: integer("batches").notNull().default(0),
    holds: integer("holds").notNull().default(0),
    frozenAt: instant("frozen_at"),
    /** Since when the owner can buy nothing more, and the payment whose dispute is the reason. Spending goes on. */
    buyingFrozenAt: instant("buying_frozen_at"),
    buyingFrozenBy: text("buying_frozen_by"),
    /** Credits that were used although their payment was returned; the sum of what batches owe. */
    debt: amount("debt").notNull().default(0),
    /** When the next month of a plan is due (`plan_months`); null when none is. `commit` grants it before anything else. */
    planDueAt: instant("plan_due_at"),
  },
  (t) => [
    check("credit_accounts_version_not_negative", sql`${t.version} >= 0`),
    check("credit_accounts_at_with_version", sql`(${t.version} = 0) = (${t.at} is null)`),
    check(
      "credit_accounts_sums_not_negative",
      sql`${t.availableSubscription} >= 0 and ${t.availableActivity} >= 0 and ${t.availablePurchased} >= 0`,
    ),
    check("credit_accounts_held_not_negative", sql`${t.held} >= 0`),
    check("credit_accounts_debt_not_negative", sql`${t.debt} >= 0`),
    check(
      "credit_accounts_buying_frozen_with_payment",
      sql`(${t.buyingFrozenAt} is null) = (${t.buyingFrozenBy} is null)`,
    ),
  ],
);

/** The batches that grants created. `open` means that credits are left; indexes use it instead of `remaining`, so that updates stay HOT. */
export const creditBatches = pgTable(
  "credit_batches",
  {
    accountId: uuid("account_id").notNull(),
    number: integer("number").notNull(),
    kind: creditKind("kind").notNull(),
    granted: amount("granted").notNull(),
    remaining: amount("remaining").notNull(),
    held: amount("held").notNull().default(0),
    /** Credits that left it unused: expired, or taken by an operator or by a plan's line that gives time back. */
    forfeited: amount("forfeited").notNull().default(0),
    /** Credits that are to be taken back, because money for the batch was returned; null while none ever was. */
    target: amount("target"),
    takenBack: amount("taken_back").notNull().default(0),
    owed: amount("owed").notNull().default(0),
    repaid: amount("repaid").notNull().default(0),
    forgiven: amount("forgiven").notNull().default(0),
    /** The line that raised the target last. */
    revokedBy: amount("revoked_by"),
    open: boolean("open").notNull(),
    grantedAt: instant("granted_at").notNull(),
    expiresAt: instant("expires_at"),
    source: text("source").notNull(),
    sourceId: text("source_id"),
    /** The expired batch that these returned credits come from. */
    returnedFrom: integer("returned_from"),
    label: text("label").notNull(),
  },
  (t) => [
    primaryKey({ name: "credit_batches_pkey", columns: [t.accountId, t.number] }),
    foreignKey({ name: "credit_batches_account", columns: [t.accountId], foreignColumns: [creditAccounts.id] }),
    check(
      "credit_batches_remaining_within_granted",
      sql`${t.remaining} >= 0 and ${t.held} >= 0 and ${t.remaining} + ${t.held} <= ${t.granted}`,
    ),
    check("credit_batches_granted_positive", sql`${t.granted} between 1 and 1000000000`),
    check("credit_batches_open_means_remaining", sql`${t.open} = (${t.remaining} > 0)`),
    check(
      "credit_batches_target_covers_its_parts",
      sql`${t.takenBack} >= 0 and ${t.owed} >= 0 and ${t.repaid} >= 0 and ${t.forgiven} >= 0 and ${t.forfeited} >= 0
        and ${t.takenBack} + ${t.owed} + ${t.repaid} + ${t.forgiven} <= coalesce(${t.target}, 0)
        and ${t.target} between 0 and ${t.granted}`,
    ),
    check("credit_batches_target_with_line", sql`(${t.target} is null) = (${t.revokedBy} is null)`),
    check("credit_batches_ends_after_start", sql`${t.expiresAt} is null or ${t.expiresAt} > ${t.grantedAt}`),
    index("credit_batches_deduction_order")
      .on(t.accountId, t.kind, t.expiresAt.asc().nullsLast(), t.number)
      .where(sql`${t.open}`),
    index("credit_batches_due").on(t.accountId, t.expiresAt).where(sql`${t.open}`),
    index("credit_batches_next_due").on(t.expiresAt).where(sql`${t.open}`),
    index("credit_batches_owing").on(t.accountId, t.number).where(sql`${t.owed} > 0`),
    index("credit_batches_returned").on(t.accountId, t.returnedFrom).where(sql`${t.returnedFrom} is not null`),
  ],
);

/** The append-only history. A request's key is stored on its line. */
export const creditTransactions = pgTable(
  "credit_transactions",
  {
    accountId: uuid("account_id").notNull(),
    version: amount("version").notNull(),
    type: transactionType("type").notNull(),
    amount: amount("amount").notNull(),
    balanceBefore: amount("balance_before").notNull(),
    balanceAfter: amount("balance_after").notNull(),
    at: instant("at").notNull(),
    keyScope: text("key_scope"),
    idempotencyKey: hash16("idempotency_key"),
    fingerprint: hash16("fingerprint"),
    feature: text("feature"),
    units: integer("units"),
    reference: text("reference"),
    platform: text("platform"),
    clientVersion: text("client_version"),
    relatesTo: amount("relates_to"),
    hold: integer("hold"),
    holdExpiresAt: instant("hold_expires_at"),
    captured: amount("captured"),
    /** The batch that a line about a returned payment is about, and how much of it is to be taken back after the line. */
    ofBatch: integer("of_batch"),
    target: amount("target"),
    debtChange: amount("debt_change").notNull().default(0),
    reason: text("reason"),
    actor: text("actor"),
  },
  (t) => [
    primaryKey({ name: "credit_transactions_pkey", columns: [t.accountId, t.version] }),
    foreignKey({ name: "credit_transactions_account", columns: [t.accountId], foreignColumns: [creditAccounts.id] }),
    index("credit_transactions_by_relation").on(t.accountId, t.relatesTo).where(sql`${t.relatesTo} is not null`),
    index("credit_transactions_by_reference")
      .on(t.accountId, t.reference, t.version)
      .where(sql`${t.reference} is not null`),
    index("credit_transactions_by_returned_batch")
      .on(t.accountId, t.ofBatch, t.version)
      .where(sql`${t.ofBatch} is not null`),
    index("credit_transactions_by_old_key").on(t.accountId, t.idempotencyKey).where(isOldDeviceScope(t.keyScope)),
    unique("credit_transactions_key_once").on(t.accountId, t.keyScope, t.idempotencyKey),
    check("credit_transactions_version_positive", sql`${t.version} >= 1`),
    check("credit_transactions_balance_adds_up", sql`${t.balanceAfter} = ${t.balanceBefore} + ${t.amount}`),
    check("credit_transactions_target_with_batch", sql`(${t.ofBatch} is null) = (${t.target} is null)`),
    check("credit_transactions_debt_with_batch", sql`${t.debtChange} = 0 or ${t.ofBatch} is not null`),
    check("credit_transactions_balance_not_negative", sql`${t.balanceBefore} >= 0 and ${t.balanceAfter} >= 0`),
    check(
      "credit_transactions_key_whole",
      sql`num_nonnulls(${t.keyScope}, ${t.idempotencyKey}, ${t.fingerprint}) in (0, 3)`,
    ),
    check(
      "credit_transactions_hash_length",
      sql`octet_length(${t.idempotencyKey}) = 16 and octet_length(${t.fingerprint}) = 16`,
    ),
    check(
      "credit_transactions_texts_short",
      sql`char_length(${t.reference}) <= 120 and char_length(${t.reason}) <= 120`,
    ),
  ],
);

/** The part of a transaction that changed one batch; append-only. */
export const creditEntries = pgTable(
  "credit_entries",
  {
    accountId: uuid("account_id").notNull(),
    version: amount("version").notNull(),
    batch: integer("batch").notNull(),
    amount: amount("amount").notNull(),
    onBehalfOf: integer("on_behalf_of"),
  },
  (t) => [
    primaryKey({ name: "credit_entries_pkey", columns: [t.accountId, t.version, t.batch] }),
    foreignKey({
      name: "credit_entries_transaction",
      columns: [t.accountId, t.version],
      foreignColumns: [creditTransactions.accountId, creditTransactions.version],
    }),
    foreignKey({
      name: "credit_entries_batch",
      columns: [t.accountId, t.batch],
      foreignColumns: [creditBatches.accountId, creditBatches.number],
    }),
    index("credit_entries_by_batch").on(t.accountId, t.batch, t.version),
    check("credit_entries_amount_not_zero", sql`${t.amount} <> 0`),
  ],
);

/** External sources that were granted, each once across all accounts. */
export const grantSources = pgTable(
  "grant_sources",
  {
    source: text("source").notNull(),
    sourceId: text("source_id").notNull(),
    accountId: uuid("account_id").notNull(),
    version: amount("version").notNull(),
  },
  (t) => [
    primaryKey({ name: "grant_sources_pkey", columns: [t.source, t.sourceId] }),
    foreignKey({
      name: "grant_sources_transaction",
      columns: [t.accountId, t.version],
      foreignColumns: [creditTransactions.accountId, creditTransactions.version],
    }),
  ],
);
