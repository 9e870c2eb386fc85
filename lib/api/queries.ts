import { z } from "zod";
import { transactionTypes } from "#lib/credits/transaction.ts";
import { calendarUnits } from "#lib/format/calendar.ts";
import { timeZone } from "./campaign-shapes.ts";
import { kind, shortText, slug, source } from "./shapes.ts";
import { calendarDay, checkDays, usageGroup } from "./usage-shapes.ts";

/** The largest number of a batch or hold that the columns can store. */
const largestNumber = 2 ** 31 - 1;
/** The largest number of fifteen digits: more versions than any account will have. */
const largestVersion = 10 ** 15 - 1;

/**
 * A query holds text, but the document describes numbers. A pattern would appear in the document
 * beside `integer`, where it has no effect. A number with too many digits to be exact still exceeds the maximum.
 */
function wholeNumber(maximum: number) {
  return z
    .string()
    .refine((text) => /^-?\d+$/.test(text), "must be a whole number")
    .transform((text) => Math.max(0, Math.min(Number(text), maximum + 1)))
    .pipe(z.int().min(1).max(maximum))
    .meta({ override: { type: "integer", minimum: 1, maximum } });
}

/** The queries of the read calls. */
export const queries = {
  transactions: z.strictObject({
    limit: wholeNumber(200).optional(),
    before: wholeNumber(largestVersion).optional(),
    type: z.array(z.enum(transactionTypes)).optional(),
    kind: z.array(kind).optional(),
    feature: slug.optional(),
    platform: slug.optional(),
    reference: shortText.optional(),
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
  }),
  entries: z.strictObject({
    limit: wholeNumber(1_000).optional(),
    after: wholeNumber(largestNumber).optional(),
  }),
  grants: z.strictObject({ source, sourceId: shortText }),
  campaigns: z.strictObject({ timeZone }),
  usage: z
    .strictObject({
      from: calendarDay,
      to: calendarDay,
      by: z.enum(calendarUnits).optional().meta({ description: "The length of a period. Default: day." }),
      group: usageGroup.optional().meta({ description: "What each period is grouped by. Default: feature." }),
      timeZone: timeZone.meta({ description: "The time zone of the days. Default: UTC." }),
    })
    .superRefine(checkDays),
  batches: z.strictObject({
    state: z.enum(["live", "all"]).optional(),
    limit: wholeNumber(1_000).optional(),
    after: wholeNumber(largestNumber).optional(),
  }),
  holds: z.strictObject({
    state: z.enum(["open", "all"]).optional(),
    reference: shortText.optional(),
    limit: wholeNumber(1_000).optional(),
    before: wholeNumber(largestNumber).optional(),
  }),
};
