import { sql } from "drizzle-orm";
import { pgEnum, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { planInterval, plans } from "./catalogue.ts";
import { hash16 } from "./hash.ts";
import { instant } from "./instant.ts";
import { users } from "./people.ts";
import { subscriptions } from "./subscriptions.ts";

/** open: it is being carried out · declined: the payment failed, and the old plan goes on · failed: nothing changed. */
export const planChangeStatus = pgEnum("plan_change_status", ["open", "done", "declined", "failed"]);

/** A person's request to change what a subscription buys, stored before Stripe is asked. One at a time is carried out. */
export const planChanges = pgTable(
  "plan_changes",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    keyScope: text("key_scope").notNull(),
    idempotencyKey: hash16("idempotency_key").notNull(),
    fingerprint: hash16("fingerprint").notNull(),
    subscriptionId: text("subscription_id")
      .notNull()
      .references(() => subscriptions.id),
    plan: text("plan")
      .notNull()
      .references(() => plans.slug),
    interval: planInterval("interval").notNull(),
    status: planChangeStatus("status").notNull().default("open"),
    /** When it was last begun. */
    begunAt: instant("begun_at").notNull().defaultNow(),
  },
  (t) => [
    unique("plan_changes_key_once").on(t.userId, t.keyScope, t.idempotencyKey),
    uniqueIndex("plan_changes_open_once").on(t.subscriptionId).where(sql`${t.status} = 'open'`),
  ],
);
