import { sql } from "drizzle-orm";
import { bigint, boolean, check, integer, pgEnum, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant.ts";

/** A feature that credits can be used for. Its texts are edited in place; its prices are dated rows. */
export const features = pgTable("features", {
  slug: text("slug").primaryKey(),
  name: text("name").notNull(),
  description: text("description").notNull(),
  /** What one unit is: "image", "minute", "export". */
  unit: text("unit").notNull(),
  /** The order on screen. */
  position: integer("position").notNull(),
});

/** A feature's price, or its retirement, from a date: the newest one that has begun applies. Rows are added, never edited. */
export const featurePrices = pgTable(
  "feature_prices",
  {
    feature: text("feature")
      .notNull()
      .references(() => features.slug),
    from: instant("from").notNull(),
    costPerUnit: integer("cost_per_unit").notNull(),
    /** When this row retires the feature; null offers it. */
    retiredAt: instant("retired_at"),
  },
  (t) => [
    primaryKey({ name: "feature_prices_pkey", columns: [t.feature, t.from] }),
    check("feature_prices_cost_positive", sql`${t.costPerUnit} between 1 and 1000000`),
  ],
);

/** A pack of purchased credits, with its terms from an instant. Rows are added, never edited. */
export const packs = pgTable(
  "packs",
  {
    slug: text("slug").notNull(),
    from: instant("from").notNull(),
    credits: integer("credits").notNull(),
    amountCents: bigint("amount_cents", { mode: "number" }).notNull(),
    currency: text("currency").notNull(),
    /** How long its credits are valid; null never expires. */
    validDays: integer("valid_days"),
    /** When this row withdraws the pack from sale; null sells it. */
    withdrawnAt: instant("withdrawn_at"),
  },
  (t) => [
    primaryKey({ name: "packs_pkey", columns: [t.slug, t.from] }),
    check("packs_credits_positive", sql`${t.credits} between 1 and 1000000000`),
    check("packs_amount_positive", sql`${t.amountCents} > 0`),
  ],
);

/** A plan that people subscribe to. Its texts are edited in place; its prices are dated rows. */
export const plans = pgTable("plans", {
  slug: text("slug").primaryKey(),
  name: text("name").notNull(),
  description: text("description").notNull(),
  /** The order on screen. */
  position: integer("position").notNull(),
});

export const planInterval = pgEnum("plan_interval", ["month", "year"]);

/**
 * A plan's price by interval and currency, with what it grants, or its retirement, from an instant. Rows are added, never
 * edited: what was sold is what is granted.
 */
export const planPrices = pgTable(
  "plan_prices",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    plan: text("plan")
      .notNull()
      .references(() => plans.slug),
    interval: planInterval("interval").notNull(),
    currency: text("currency").notNull(),
    from: instant("from").notNull(),
    /** For one seat and a whole interval. */
    amountCents: bigint("amount_cents", { mode: "number" }).notNull(),
    /** For one seat. */
    creditsPerMonth: integer("credits_per_month").notNull(),
    trialDays: integer("trial_days").notNull().default(0),
    trialCredits: integer("trial_credits").notNull().default(0),
    /** Under which Stripe knows the price that is sold now. */
    lookupKey: text("lookup_key").notNull(),
    /** When this row retires the price; null sells it. */
    retiredAt: instant("retired_at"),
  },
  (t) => [
    unique("plan_prices_once").on(t.plan, t.interval, t.currency, t.from),
    check("plan_prices_amount_not_negative", sql`${t.amountCents} >= 0`),
    check("plan_prices_credits_positive", sql`${t.creditsPerMonth} between 1 and 10000000`),
    check(
      "plan_prices_trial_whole",
      sql`${t.trialDays} between 0 and 365 and ${t.trialCredits} between 0 and 10000000 and (${t.trialDays} > 0 or ${t.trialCredits} = 0)`,
    ),
  ],
);

/** Which of our plan prices a price at Stripe stands for. A subscription keeps its price when another one is sold. */
export const stripePrices = pgTable(
  "stripe_prices",
  {
    id: text("id").primaryKey(),
    livemode: boolean("livemode").notNull(),
    planPrice: uuid("plan_price")
      .notNull()
      .references(() => planPrices.id),
  },
  (t) => [unique("stripe_prices_once").on(t.planPrice, t.livemode)],
);
