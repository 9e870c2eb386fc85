import { sql } from "drizzle-orm";
import { boolean, check, pgEnum, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { features } from "./catalogue.ts";
import { instant } from "./instant.ts";

export const platform = pgEnum("platform", ["web", "desktop", "mobile"]);
export const platformAccess = pgEnum("platform_access", ["full", "off"]);
export const platformVisibility = pgEnum("platform_sight", ["total", "kinds", "batches"]);
export const featurePlace = pgEnum("feature_place", ["credits", "on-device", "web", "none"]);

/** The policy of a platform. It is data, so that an operator can change it without a release. */
export const platformPolicies = pgTable(
  "platform_policies",
  {
    platform: platform("platform").primaryKey(),
    /** `off`: credits do not exist on this platform. */
    access: platformAccess("access").notNull(),
    /** The oldest supported version; null supports all. */
    minimumVersion: text("minimum_version"),
    /** How much of a balance is visible: the total, the kinds, or every batch with its dates and the history. */
    visibility: platformVisibility("sees").notNull(),
    spends: boolean("spends").notNull(),
    /** Whether credits are bought and managed here. */
    buys: boolean("buys").notNull(),
    /** The return addresses of its apps after a visit to the web; the first one is the default. */
    returnAddresses: text("return_addresses").array().notNull().default(sql`'{}'`),
    changedAt: instant("changed_at").notNull().defaultNow(),
  },
  (t) => [check("platform_policies_web_stays", sql`${t.platform} <> 'web' or (${t.access} = 'full' and ${t.buys})`)],
);

/** Where a feature runs on a platform: with credits, on the device itself, on the web, or not at all. */
export const featurePlatforms = pgTable(
  "feature_platforms",
  {
    feature: text("feature")
      .notNull()
      .references(() => features.slug),
    platform: platform("platform").notNull(),
    place: featurePlace("place").notNull(),
  },
  (t) => [primaryKey({ name: "feature_platforms_pkey", columns: [t.feature, t.platform] })],
);
