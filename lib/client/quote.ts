import * as z from "zod/mini";
import type { Answer, Fields } from "./answer.ts";
import { credits, kind } from "./balance.ts";

/** What a quote or a spend takes of a kind. */
export const use = z.object({ kind, amount: credits });

/** A quote. `uses` has the kinds in their order; mobile apps do not get it. */
export type Quote = Omit<Answer<"makeQuote">, "batches" | "batchCount" | "debt">;
export const Quote = z.object({
  id: z.string(),
  feature: z.string(),
  units: z.int(),
  cost: credits,
  available: credits,
  sufficient: z.boolean(),
  shortfall: credits,
  after: credits,
  uses: z.optional(z.array(use)),
  expiresAt: z.string(),
} satisfies Fields<Quote>);
