import * as z from "zod/mini";
import { credits, kind } from "./balance.ts";

const use = z.object({ kind, amount: credits });

/** A quote. `uses` has the kinds in their order; mobile apps do not get it. */
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
});
export type Quote = z.infer<typeof Quote>;

const place = z.enum(["credits", "on-device", "web", "none"]);

/** A feature and where it runs: with credits, free on the device, on the web, or not at all. */
export const Feature = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  unit: z.string(),
  costPerUnit: credits,
  platforms: z.object({ desktop: place, mobile: place }),
  /** Its page on the web, with the return link to this app. */
  webUrl: z.string(),
});
export type Feature = z.infer<typeof Feature>;
export const Features = z.object({ features: z.array(Feature) });

/** The web pages for what apps leave to the web; each address has the return link to this app. */
export const WebPages = z.object({
  credits: z.string(),
  history: z.string(),
  devices: z.string(),
  buy: z.string(),
  plan: z.string(),
  cancel: z.string(),
  portal: z.string(),
  refund: z.string(),
});
export type WebPages = z.infer<typeof WebPages>;
export const WebPagesNow = z.object({ webPages: WebPages });

/** A transaction, as far as every platform sees it. */
export const Transaction = z.object({
  version: z.int(),
  type: z.string(),
  amount: credits,
  feature: z.optional(z.string()),
  at: z.string(),
});
export type Transaction = z.infer<typeof Transaction>;

const written = z.object({ version: z.int(), available: credits });
export const Spent = z.object({ transaction: Transaction, balance: written });

const file = z.object({ url: z.string(), type: z.string(), name: z.string() });

/** A run. It has `cost` and `results` once it is done, and `error` when it failed: then nothing was charged. */
export const Run = z.object({
  id: z.string(),
  feature: z.string(),
  status: z.enum(["running", "done", "failed", "cancelled"]),
  progress: z.optional(z.int()),
  cost: z.optional(credits),
  results: z.optional(z.array(file)),
  error: z.optional(z.string()),
});
export type Run = z.infer<typeof Run>;
export const RunNow = z.object({ run: Run });
export const RunWritten = z.object({ run: Run, balance: written });
