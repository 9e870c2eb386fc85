import { z } from "zod";
import { instant, nextCredits } from "./shapes.ts";

/** A plan as a desktop app sees it. */
export const subscriptionForAppsShape = z
  .strictObject({
    plan: z
      .string()
      .nullable()
      .meta({ description: "The slug of the plan; null if the plan is not in the catalogue." }),
    name: z.string().nullable(),
    status: z.enum([
      "incomplete",
      "incomplete_expired",
      "trialing",
      "active",
      "past_due",
      "canceled",
      "unpaid",
      "paused",
    ]),
  })
  .meta({ id: "SubscriptionForApps" });

/** A plan as the web and product back ends see it. */
export const subscriptionShape = subscriptionForAppsShape
  .extend({
    interval: z.enum(["month", "year"]).nullable(),
    seats: z.int().min(0),
    period: z.strictObject({ start: instant, end: instant }),
    cancelAt: instant.nullable().meta({ description: "When the plan ends; null if it renews." }),
    nextCredits: nextCredits
      .nullable()
      .meta({ description: "When the plan grants credits next, and how many; null if it grants no more." }),
  })
  .meta({ id: "Subscription" });
