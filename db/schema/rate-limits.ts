import { doublePrecision, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "./instant.ts";

/** Rate limits: what is left of each allowance, refilled over time. Unlogged: a crash resets them. */
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  left: doublePrecision("left").notNull(),
  at: instant("at").notNull().defaultNow(),
});
