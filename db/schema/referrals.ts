import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { campaigns } from "./campaigns.ts";
import { instant } from "./instant.ts";

/** The code in a person's link for friends; it stays the same for every campaign. */
export const referralCodes = pgTable(
  "referral_codes",
  {
    accountId: uuid("account_id").primaryKey(),
    code: text("code").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [unique("referral_codes_code_once").on(t.code)],
);

/** Keyed hashes of the mailboxes of people who signed up: they stay when an account is deleted. */
export const knownMailboxes = pgTable("known_mailboxes", {
  hash: text("hash").primaryKey(),
  seenAt: instant("seen_at").notNull().defaultNow(),
});

/**
 * waiting: for the friend to qualify · qualified: the friend has the credits, the referrer's wait · rewarded: both have them ·
 * unrewarded: only the friend · refused: neither.
 */
export const referralState = pgEnum("referral_state", ["waiting", "qualified", "rewarded", "unrewarded", "refused"]);

/** Why a referral is refused or unrewarded. */
export const referralReason = pgEnum("referral_reason", [
  "own-mailbox",
  "known-mailbox",
  "campaign-ended",
  "sold-out",
  "month-full",
  "referrer-gone",
]);

/** A person who signed up with another one's link. */
export const referrals = pgTable(
  "referrals",
  {
    friendId: uuid("friend_id").primaryKey(),
    referrerId: uuid("referrer_id").notNull(),
    campaign: text("campaign").notNull(),
    state: referralState("state").notNull().default("waiting"),
    reason: referralReason("reason"),
    joinedAt: instant("joined_at").notNull(),
    qualifiedAt: instant("qualified_at"),
    /** The friend's purchase that counted, by the id of its order or invoice; null for a first use. */
    purchase: text("purchase"),
    /** When the referrer's credits are due; its month is the one whose limit they count towards. */
    rewardDueAt: instant("reward_due_at"),
    /** Since when the money for the purchase is returned or disputed; null when it is not, or not any more. */
    returnedAt: instant("returned_at"),
    /** Whether an email about what came of it is still to be sent. */
    tellFriend: boolean("tell_friend").notNull().default(false),
    tellReferrer: boolean("tell_referrer").notNull().default(false),
  },
  (t) => [
    foreignKey({ name: "referrals_campaign", columns: [t.campaign], foreignColumns: [campaigns.slug] }),
    index("referrals_by_referrer").on(t.referrerId, t.joinedAt),
    index("referrals_waiting").on(t.joinedAt).where(sql`${t.state} = 'waiting'`),
    index("referrals_due").on(t.rewardDueAt).where(sql`${t.state} = 'qualified' and ${t.returnedAt} is null`),
    index("referrals_returned").on(t.returnedAt).where(sql`${t.returnedAt} is not null`),
    index("referrals_to_tell").on(t.joinedAt).where(sql`${t.tellFriend} or ${t.tellReferrer}`),
    check("referrals_of_another_person", sql`${t.friendId} <> ${t.referrerId}`),
    check(
      "referrals_qualified_means_dated",
      sql`case when ${t.state} in ('qualified', 'rewarded', 'unrewarded')
        then num_nonnulls(${t.qualifiedAt}, ${t.rewardDueAt}) = 2
        else num_nonnulls(${t.qualifiedAt}, ${t.rewardDueAt}, ${t.purchase}, ${t.returnedAt}) = 0 end`,
    ),
    check("referrals_reason_where_refused", sql`(${t.state} in ('unrewarded', 'refused')) = (${t.reason} is not null)`),
  ],
);
