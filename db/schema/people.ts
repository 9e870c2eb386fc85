import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant.ts";

/** A person. Their credit account has the same id and is made in the same transaction. */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    name: text("name"),
    email: text("email").notNull(),
    emailVerified: instant("email_verified"),
    image: text("image"),
    /** A demonstration person, signed in by one click; null for everybody else. */
    demoSlug: text("demo_slug").unique("users_demo_slug_once"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("users_email_once").on(sql`lower(${t.email})`)],
);

/** A way of signing in that is linked to a person (next-auth's "accounts"). */
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
    /** A hash of what the browser's cookie holds, in hex. */
    sessionToken: text("session_token").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    expires: instant("expires").notNull(),
    /** How the person signed in: "email", "google", "github", "demo". */
    method: text("method"),
    /** What it is and runs on, for its person to know it again: "Firefox" and "Windows"; nothing else of what it says of itself. */
    browser: text("browser"),
    system: text("system"),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** To the minute. */
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
  },
  (t) => [index("sessions_by_user").on(t.userId)],
);

/** A mailed sign-in link that was not used yet. */
export const verificationTokens = pgTable(
  "verification_tokens",
  { identifier: text("identifier").notNull(), token: text("token").notNull(), expires: instant("expires").notNull() },
  (t) => [primaryKey({ name: "verification_tokens_pkey", columns: [t.identifier, t.token] })],
);

/** A product back end's key, kept as a SHA-256 hash. */
export const serviceKeys = pgTable("service_keys", {
  name: text("name").primaryKey(),
  /** The back end whose key it is. Keys that replace each other share it: idempotency keys count within it. */
  client: text("client").notNull(),
  hash: text("hash").notNull().unique("service_keys_hash_once"),
  may: text("may").array().notNull(),
  createdAt: instant("created_at").notNull().defaultNow(),
  lastUsedAt: instant("last_used_at"),
  revokedAt: instant("revoked_at"),
});

/** There in a demonstration database alone; a production start refuses a database that has a row here. */
export const demoMark = pgTable("demo_mark", {
  marked: boolean("marked").primaryKey().default(true),
  at: instant("at").notNull().defaultNow(),
});

/** Emails of the demonstration, which are read in the outbox page instead of being sent. */
export const demoEmails = pgTable("demo_letters", {
  id: uuid("id").primaryKey().defaultRandom(),
  to: text("to").notNull(),
  subject: text("subject").notNull(),
  text: text("text").notNull(),
  html: text("html").notNull(),
  at: instant("at").notNull().defaultNow(),
});
