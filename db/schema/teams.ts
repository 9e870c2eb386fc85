import { sql } from "drizzle-orm";
import { check, index, integer, pgEnum, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant.ts";
import { users } from "./people.ts";
import { subscriptions } from "./subscriptions.ts";

/** The team of a subscription with several seats. Its payer and its number of seats are the subscription's. */
export const teams = pgTable(
  "teams",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    subscriptionId: text("subscription_id")
      .notNull()
      .references(() => subscriptions.id),
    name: text("name").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    unique("teams_subscription_once").on(t.subscriptionId),
    check("teams_name_short", sql`length(${t.name}) between 1 and 100`),
  ],
);

/** A person's time on a seat. Rows of the past stay, so that it is known for every month which person held the seat. */
export const teamHolders = pgTable(
  "team_holders",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id),
    seat: integer("seat").notNull(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => users.id),
    heldFrom: instant("held_from").notNull(),
    /** Null while the person holds the seat. */
    heldUntil: instant("held_until"),
  },
  (t) => [
    uniqueIndex("team_holders_seat_once").on(t.teamId, t.seat).where(sql`${t.heldUntil} is null`),
    uniqueIndex("team_holders_person_once").on(t.teamId, t.accountId).where(sql`${t.heldUntil} is null`),
    index("team_holders_by_account").on(t.accountId).where(sql`${t.heldUntil} is null`),
    check("team_holders_seat_within_limit", sql`${t.seat} between 1 and 100`),
    check("team_holders_time_ordered", sql`${t.heldFrom} <= ${t.heldUntil}`),
  ],
);

/** pending: it can be accepted until it expires · replaced: a newer email to the same address took its place. */
export const invitationState = pgEnum("team_invitation_state", [
  "pending",
  "accepted",
  "refused",
  "withdrawn",
  "replaced",
]);

/** An invitation to a team: one row for each email. */
export const teamInvitations = pgTable(
  "team_invitations",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id),
    /** In lower case. */
    email: text("email").notNull(),
    /** The hash of the secret in the link, in hex. */
    tokenHash: text("token_hash").notNull(),
    state: invitationState("state").notNull().default("pending"),
    invitedAt: instant("invited_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** When it was accepted, refused, withdrawn or replaced. */
    settledAt: instant("settled_at"),
  },
  (t) => [
    unique("team_invitations_token_once").on(t.tokenHash),
    uniqueIndex("team_invitations_pending_once").on(t.teamId, t.email).where(sql`${t.state} = 'pending'`),
    index("team_invitations_by_team").on(t.teamId, t.invitedAt),
    check("team_invitations_settled_means_dated", sql`(${t.state} = 'pending') = (${t.settledAt} is null)`),
    check("team_invitations_email_lower", sql`${t.email} = lower(${t.email})`),
    check("team_invitations_time_ordered", sql`${t.invitedAt} < ${t.expiresAt}`),
  ],
);

/** Keyed hashes of mailboxes that no team may invite. */
export const teamRefusals = pgTable("team_refusals", {
  mailbox: text("mailbox").primaryKey(),
  refusedAt: instant("refused_at").notNull(),
});
