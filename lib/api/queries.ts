import { z } from "zod";
import { transactionTypes } from "#lib/credits/transaction.ts";
import { kind, shortText, slug, source } from "./shapes.ts";

/** What the columns of a batch's and a hold's number can keep. */
const largestNumber = 2 ** 31 - 1;
const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, "must be a whole number")
  .transform(Number);

/** What the reading calls take in their query. */
export const queries = {
  transactions: z.strictObject({
    limit: wholeNumber.pipe(z.int().min(1).max(200)).optional(),
    before: wholeNumber.pipe(z.int().min(1)).optional(),
    type: z.array(z.enum(transactionTypes)).optional(),
    kind: z.array(kind).optional(),
    feature: slug.optional(),
    platform: slug.optional(),
    reference: shortText.optional(),
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
  }),
  grants: z.strictObject({ source, sourceId: shortText }),
  batches: z.strictObject({
    state: z.enum(["live", "all"]).optional(),
    limit: wholeNumber.pipe(z.int().min(1).max(1_000)).optional(),
    after: wholeNumber.pipe(z.int().min(1).max(largestNumber)).optional(),
  }),
  holds: z.strictObject({
    state: z.enum(["open", "all"]).optional(),
    reference: shortText.optional(),
    limit: wholeNumber.pipe(z.int().min(1).max(1_000)).optional(),
    before: wholeNumber.pipe(z.int().min(1).max(largestNumber)).optional(),
  }),
};
