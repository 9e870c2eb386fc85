import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { hash16 } from "./hash.ts";
import { instant } from "./instant.ts";

export const campaignType = pgEnum("campaign_type", ["welcome", "check-in", "challenge", "offer", "code", "referral"]);

/** Who can take part. New people: signed up since the campaign began. Subscribers: with a running plan. */
export const campaignAudience = pgEnum("campaign_audience", ["everyone", "new-people", "subscribers", "without-plan"]);

/** What of a friend a referral counts: the first settled purchase, or the first use of credits. */
export const qualification = pgEnum("referral_qualification", ["purchase", "use"]);

/** Where activity credits come from. An edit changes what is claimed from then on, never what was claimed. */
export const campaigns = pgTable(
  "campaigns",
  {
    slug: text("slug").primaryKey(),
    type: campaignType("type").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    /** Whole credits of one claim; of a referral, the friend's. */
    amount: integer("amount").notNull(),
    /** Whole credits on top of each seventh check-in in a row. */
    weekBonus: integer("week_bonus").notNull().default(0),
    /** How long the credits can be used, from their grant. */
    validDays: integer("valid_days").notNull(),
    beginsAt: instant("begins_at").notNull(),
    /** Exclusive; null has no end. */
    endsAt: instant("ends_at"),
    /** The zone in which its beginning and end are told. */
    timeZone: text("time_zone").notNull(),
    /** Claims before this instant are granted at it; null grants at once. */
    creditsFrom: instant("credits_from"),
    /** How many claims one person has; null has no limit. */
    limitPerPerson: integer("limit_per_person"),
    limitInAll: integer("limit_in_all"),
    /** Whole credits of all claims. */
    budget: bigint("budget", { mode: "number" }),
    audience: campaignAudience("audience").notNull(),
    /** Of a referral: whole credits of the referrer, for each friend. */
    referrerAmount: integer("referrer_amount"),
    /** Of a referral: how many days after the friend qualified the referrer's credits come. */
    holdDays: integer("hold_days"),
    /** Of a referral: for how many friends a person gets credits in a month of the campaign's zone; null has no limit. */
    mostPerMonth: integer("most_per_month"),
    /** Of a referral: what qualifies a friend. */
    qualifiesBy: qualification("qualifies_by"),
    paused: boolean("paused").notNull().default(false),
    /** Taken by claims in the statement that records them. */
    claims: integer("claims").notNull().default(0),
    creditsClaimed: bigint("credits_claimed", { mode: "number" }).notNull().default(0),
  },
  (t) => [
    check("campaigns_slug_form", sql`${t.slug} ~ '^[a-z0-9][a-z0-9-]{0,39}$'`),
    check("campaigns_amount_positive", sql`${t.amount} between 1 and 1000000 and ${t.weekBonus} between 0 and 1000000`),
    check("campaigns_bonus_of_check_in", sql`${t.weekBonus} = 0 or ${t.type} = 'check-in'`),
    check("campaigns_welcome_once", sql`${t.type} <> 'welcome' or coalesce(${t.limitPerPerson} = 1, false)`),
    // As text: an enum's new value cannot be used in the transaction that adds it.
    check(
      "campaigns_referral_terms",
      sql`case ${t.type}::text when 'referral'
        then num_nonnulls(${t.referrerAmount}, ${t.holdDays}, ${t.qualifiesBy}) = 3 and ${t.limitPerPerson} is null
        else num_nonnulls(${t.referrerAmount}, ${t.holdDays}, ${t.qualifiesBy}, ${t.mostPerMonth}) = 0 end`,
    ),
    check(
      "campaigns_referral_bounds",
      sql`${t.referrerAmount} between 1 and 1000000 and ${t.holdDays} between 0 and 365 and ${t.mostPerMonth} >= 1`,
    ),
    check("campaigns_valid_days", sql`${t.validDays} between 1 and 365`),
    check("campaigns_period_ordered", sql`${t.endsAt} >= ${t.beginsAt}`),
    check("campaigns_limits_positive", sql`${t.limitPerPerson} >= 1 and ${t.limitInAll} >= 1 and ${t.budget} >= 1`),
    check("campaigns_within_limits", sql`${t.claims} <= ${t.limitInAll} and ${t.creditsClaimed} <= ${t.budget}`),
  ],
);

/** Who changed what of a campaign, and why; added once, never changed. */
export const campaignChanges = pgTable(
  "campaign_changes",
  {
    campaign: text("campaign").notNull(),
    number: integer("number").notNull(),
    at: instant("at").notNull(),
    actor: text("actor").notNull(),
    reason: text("reason").notNull(),
    /** The changed fields with their new values. */
    changed: jsonb("changed").notNull(),
  },
  (t) => [
    primaryKey({ name: "campaign_changes_pkey", columns: [t.campaign, t.number] }),
    foreignKey({ name: "campaign_changes_campaign", columns: [t.campaign], foreignColumns: [campaigns.slug] }),
  ],
);

/** A code, stored as a hash. Redeeming it is a claim of its campaign. */
export const campaignCodes = pgTable(
  "campaign_codes",
  {
    hash: hash16("hash").primaryKey(),
    campaign: text("campaign").notNull(),
    /** How many people can redeem it. */
    mostUses: integer("most_uses").notNull(),
    uses: integer("uses").notNull().default(0),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    foreignKey({ name: "campaign_codes_campaign", columns: [t.campaign], foreignColumns: [campaigns.slug] }),
    index("campaign_codes_by_campaign").on(t.campaign),
    check("campaign_codes_uses_within_most", sql`${t.uses} between 0 and ${t.mostUses}`),
  ],
);

/** One person's award from a campaign, as it was when it was claimed. Its grant follows. */
export const campaignClaims = pgTable(
  "campaign_claims",
  {
    campaign: text("campaign").notNull(),
    accountId: uuid("account_id").notNull(),
    /**
     * The day of a check-in; of a referral, `joined` for the friend and the friend's account for the referrer; else the number
     * of the person's claim.
     */
    occurrence: text("occurrence").notNull(),
    credits: integer("credits").notNull(),
    validDays: integer("valid_days").notNull(),
    label: text("label").notNull(),
    claimedAt: instant("claimed_at").notNull(),
    /** When its credits are granted. */
    dueAt: instant("due_at").notNull(),
    /** A keyed hash of the mailbox, where a mailbox counts once; it stays when the account is deleted. */
    mailbox: text("mailbox"),
    code: hash16("code"),
    /** Of a check-in: the zone that its day is in, and which day in a row it is, from 1 to 7. */
    timeZone: text("time_zone"),
    dayInRow: integer("day_in_row"),
    keyScope: text("key_scope").notNull(),
    idempotencyKey: hash16("idempotency_key").notNull(),
    fingerprint: hash16("fingerprint").notNull(),
    grantedAt: instant("granted_at"),
    /** Why the ledger refused the grant, for an operator. */
    refusal: text("refusal"),
  },
  (t) => [
    primaryKey({ name: "campaign_claims_pkey", columns: [t.campaign, t.accountId, t.occurrence] }),
    foreignKey({ name: "campaign_claims_campaign", columns: [t.campaign], foreignColumns: [campaigns.slug] }),
    foreignKey({ name: "campaign_claims_code", columns: [t.code], foreignColumns: [campaignCodes.hash] }),
    unique("campaign_claims_key_once").on(t.accountId, t.keyScope, t.idempotencyKey),
    unique("campaign_claims_mailbox_once").on(t.campaign, t.mailbox, t.occurrence),
    unique("campaign_claims_code_once").on(t.code, t.accountId),
    index("campaign_claims_pending").on(t.dueAt).where(sql`${t.grantedAt} is null and ${t.refusal} is null`),
    check("campaign_claims_credits_positive", sql`${t.credits} >= 1`),
    check("campaign_claims_day_in_row", sql`${t.dayInRow} between 1 and 7`),
  ],
);

/** The time zone in which a person's day of a check-in begins. */
export const checkInZones = pgTable("check_in_zones", {
  accountId: uuid("account_id").primaryKey(),
  timeZone: text("time_zone").notNull(),
  /** It cannot change again for 24 hours. */
  changedAt: instant("changed_at").notNull(),
});
