import { z } from "zod";
import { usageGroups } from "#db/queries/usage/sums.ts";
import { countDays, isDay } from "#lib/format/calendar.ts";
import { instant } from "./shapes.ts";

const maxDays = 366;

/** A calendar day of a query. */
export const calendarDay = z
  .string()
  .refine(isDay, "must be a day, such as 2026-12-05")
  .meta({ format: "date", description: "A calendar day. Both days are included." });

/** Refuses days that end before they begin, and more of them than a year has. */
export function checkDays({ from, to }: { from: string; to: string }, context: z.RefinementCtx): void {
  const days = countDays(from, to);
  const message =
    days < 1 ? "must not be before from" : days > maxDays ? `must be within ${maxDays} days of from` : null;
  if (message !== null) context.addIssue({ code: "custom", path: ["to"], message });
}

/** What use is grouped by. */
export const usageGroup = z.enum(usageGroups);

const used = z.int().meta({ description: "Whole credits used, less refunds; below 0 when more was refunded." });

/** A response about use. */
export const usageShape = z.strictObject({
  used,
  parts: z.array(
    z.strictObject({
      from: calendarDay,
      to: calendarDay,
      start: instant,
      end: instant.meta({ description: "Exclusive: the start of the next period." }),
      used,
      groups: z.array(
        z.strictObject({
          name: z
            .string()
            .meta({ description: "A feature's slug, a kind, or a platform; service for a product back end." }),
          used,
        }),
      ),
    }),
  ),
});
