import { sql } from "drizzle-orm";
import { bigint, check, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
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
