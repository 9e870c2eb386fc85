import { z } from "zod";
import { isTimeZone } from "#lib/format/dates.ts";
import { credits, instant } from "./shapes.ts";

/** Why a campaign is not for a person, or not now. */
const exclusion = z.enum([
  "address-unverified",
  "mailbox-used",
  "new-people-only",
  "subscribers-only",
  "without-plan-only",
  "not-begun",
  "paused",
  "waiting-for-friend",
]);

/** The field `because` of a refusal. */
export const because = exclusion.meta({ description: "Why this account cannot claim." });

const wrongZone = "must be a time zone, such as Europe/Berlin";

/** The zone in which a person's day of a check-in begins. An offset is none: zones reach no further than calendars do. */
export const timeZone = z
  .string()
  .max(100)
  .regex(/^[A-Za-z]/, wrongZone)
  .refine(isTimeZone, wrongZone)
  .optional()
  .meta({ description: "The user's time zone, for check-ins. It cannot change again for 24 hours." });

/** A referral waits for friends, who join with the user's link on the web; nothing of it is claimed. */
const statuses = z.enum([
  "available",
  "waiting-for-friend",
  "begins",
  "paused",
  "done",
  "sold-out",
  "ended",
  "not-for-you",
]);

/** A campaign as apps see it: what it gives, and whether the user can claim it. */
export const campaignForAppsShape = z
  .strictObject({
    slug: z.string(),
    type: z.enum(["welcome", "check-in", "challenge", "offer", "code", "referral"]),
    name: z.string(),
    description: z.string(),
    credits: credits.meta({ description: "Credits that the next claim grants; for a referral, for each friend." }),
    state: z.strictObject({ status: statuses, because: because.optional() }),
  })
  .meta({ id: "CampaignForApps" });

/** A campaign as the web and product back ends see it, with its dates. */
export const campaignShape = campaignForAppsShape
  .extend({
    weekBonus: credits.meta({ description: "Extra credits for every seventh check-in in a row." }),
    validDays: z.int().positive(),
    beginsAt: instant,
    endsAt: instant.nullable(),
    creditsFrom: instant.nullable().meta({ description: "When the credits are granted; null: immediately." }),
    timeZone: z.string(),
    state: z.strictObject({
      status: statuses,
      because: because.optional(),
      nextAt: instant.optional().meta({ description: "When it can be claimed again, or for the first time." }),
      dayInRow: z.int().min(1).max(7).optional().meta({ description: "Which day in a row the next check-in is." }),
    }),
  })
  .meta({ id: "Campaign" });

/** What was claimed. */
export const claimShape = z
  .strictObject({
    campaign: z.string(),
    credits,
    creditsFrom: instant.optional().meta({ description: "When the credits are granted, if not immediately." }),
  })
  .meta({ id: "Claim" });
