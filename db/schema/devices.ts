import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant.ts";
import { users } from "./people.ts";
import { platform } from "./platforms.ts";

/** A desktop or mobile app that is signed in to a user's account. */
export const devices = pgTable(
  "devices",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    platform: platform("platform").notNull(),
    /** The version that it last sent. */
    version: text("version").notNull(),
    /** The SHA-256 hash of its token, in hex. */
    tokenHash: text("token_hash").notNull().unique("devices_token_once"),
    /** Whether the demo's devices lab created it. */
    lab: boolean("lab").notNull().default(false),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    revokedAt: instant("revoked_at"),
  },
  (t) => [index("devices_by_user").on(t.userId), check("devices_not_web", sql`${t.platform} <> 'web'`)],
);

export const deviceCodeStatus = pgEnum("device_code_status", ["pending", "approved", "denied", "redeemed"]);

/** A device's sign-in request, until a user approves it and the device collects its token. */
export const deviceCodes = pgTable(
  "device_codes",
  {
    /** A SHA-256 hash of the device code, in hex. */
    deviceCodeHash: text("device_code_hash").primaryKey(),
    /** The code that the user types, without its hyphen. */
    userCode: text("user_code").notNull().unique("device_codes_user_code_once"),
    platform: platform("platform").notNull(),
    version: text("version").notNull(),
    /** The IP address of the request. */
    address: text("address").notNull(),
    status: deviceCodeStatus("status").notNull().default("pending"),
    /** The approver. */
    userId: uuid("user_id").references(() => users.id, { onDelete: "cascade" }),
    requestedAt: instant("requested_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    /** The minimum interval between two polls; grows when the device ignores it. */
    intervalSeconds: integer("interval_seconds").notNull(),
    polledAt: instant("polled_at"),
  },
  (t) => [index("device_codes_by_end").on(t.expiresAt)],
);
