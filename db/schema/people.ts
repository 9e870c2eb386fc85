import { type SQL, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./instant.ts";

/** The mailbox that an address leads to, as `normaliseMailbox` in `lib/campaigns/mailbox.ts` has it. */
export function mailboxSql(email: AnyPgColumn): SQL {
  const [name, domain] = [sql`split_part(lower(${email}), '@', 1)`, sql`split_part(lower(${email}), '@', 2)`];
  const untagged = sql`case when strpos(${name}, '+') > 1 then split_part(${name}, '+', 1) else ${name} end`;
  return sql`case when ${domain} in ('gmail.com', 'googlemail.com')
    then replace(${untagged}, '.', '') || '@gmail.com' else ${untagged} || '@' || ${domain} end`;
}

/** A user. The credit account has the same id and is created in the same transaction. */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    name: text("name"),
    email: text("email").notNull(),
    emailVerified: instant("email_verified"),
    image: text("image"),
    /** A demo user, signed in with one click; null for all others. */
    demoSlug: text("demo_slug").unique("users_demo_slug_once"),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** On the web, a use that costs more whole credits than this is confirmed first. */
    confirmAbove: integer("confirm_above").notNull().default(10),
    /** On the web, a use of purchased credits is always confirmed first. */
    confirmPurchased: boolean("confirm_purchased").notNull().default(true),
  },
  (t) => [
    uniqueIndex("users_email_once").on(sql`lower(${t.email})`),
    index("users_by_mailbox").on(sql`(${mailboxSql(t.email)})`),
    check("users_confirm_above_within_limit", sql`${t.confirmAbove} between 0 and 1000000`),
  ],
);

/** A sign-in method linked to a user (next-auth's "accounts"). */
export const signInMethods = pgTable(
  "sign_in_methods",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    type: text("type").notNull(),
    provider: text("provider").notNull(),
    providerAccountId: text("provider_account_id").notNull(),
    refresh_token: text("refresh_token"),
    access_token: text("access_token"),
    expires_at: integer("expires_at"),
    token_type: text("token_type"),
    scope: text("scope"),
    id_token: text("id_token"),
    session_state: text("session_state"),
  },
  (t) => [
    primaryKey({ name: "sign_in_methods_pkey", columns: [t.provider, t.providerAccountId] }),
    index("sign_in_methods_by_user").on(t.userId),
  ],
);

/** A signed-in browser. */
export const sessions = pgTable(
  "sessions",
  {
    /** The hash of the browser's cookie, in hex. */
    sessionToken: text("session_token").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    expires: instant("expires").notNull(),
    /** The sign-in method: "email", "google", "github", "demo". */
    method: text("method"),
    /** Browser and system, so that users recognize it: "Firefox" and "Windows". Nothing else of the user agent is stored. */
    browser: text("browser"),
    system: text("system"),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** To the minute. */
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
  },
  (t) => [index("sessions_by_user").on(t.userId)],
);

/** An emailed sign-in link that was not used yet. */
export const verificationTokens = pgTable(
  "verification_tokens",
  { identifier: text("identifier").notNull(), token: text("token").notNull(), expires: instant("expires").notNull() },
  (t) => [primaryKey({ name: "verification_tokens_pkey", columns: [t.identifier, t.token] })],
);

/** A product back end's key, stored as a SHA-256 hash. */
export const serviceKeys = pgTable("service_keys", {
  name: text("name").primaryKey(),
  /** The back end that owns the key. Rotated keys share it, and idempotency keys are unique within it. */
  client: text("client").notNull(),
  hash: text("hash").notNull().unique("service_keys_hash_once"),
  may: text("may").array().notNull(),
  createdAt: instant("created_at").notNull().defaultNow(),
  lastUsedAt: instant("last_used_at"),
  revokedAt: instant("revoked_at"),
});

/** Has a row only in a demo database; a production start refuses such a database. */
export const demoMark = pgTable("demo_mark", {
  marked: boolean("marked").primaryKey().default(true),
  at: instant("at").notNull().defaultNow(),
});

/** Emails of the demo, shown on the outbox page instead of being sent. */
export const demoEmails = pgTable("demo_letters", {
  id: uuid("id").primaryKey().defaultRandom(),
  to: text("to").notNull(),
  subject: text("subject").notNull(),
  text: text("text").notNull(),
  html: text("html").notNull(),
  at: instant("at").notNull().defaultNow(),
});
