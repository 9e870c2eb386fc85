import { z } from "zod";
import { plainText } from "#lib/plain-text.ts";

/** A short name that never changes: histories, addresses and calls contain it. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be small letters, digits and hyphens, at most 40");
/** A feature's price in whole credits a unit. */
export const CostPerUnit = z.int().min(1).max(1_000_000);
/** Where a feature runs in an app; on the web it always runs with credits. */
export const Place = z.enum(["credits", "on-device", "web", "none"]);
/** A currency that packs can be sold in. */
export const Currency = z
  .string()
  .refine((code) => currencies.has(code), "must be a currency's code in small letters, such as usd");
/** One line of plain text. */
export const line = (most: number) =>
  plainText(z.string().trim().min(1).max(most)).regex(/^[^\u2028\u2029]*$/, "must be one line");

/** A feature in a catalogue file. Without `platforms`, it runs with credits everywhere. */
export const FeatureEntry = z.strictObject({
  slug: Slug,
  name: line(100),
  description: line(300),
  unit: line(40),
  costPerUnit: CostPerUnit,
  platforms: z
    .strictObject({ desktop: Place.default("credits"), mobile: Place.default("credits") })
    .default({ desktop: "credits", mobile: "credits" }),
});

/**
 * A pack in a catalogue file: its price in minor units of its currency; with `validDays` null its credits never expire.
 */
export const PackEntry = z.strictObject({
  slug: Slug,
  credits: z.int().min(1).max(1_000_000_000),
  amountCents: z.int().min(1).max(1_000_000_00),
  currency: Currency.default("usd"),
  validDays: z.int().min(1).max(3_650).nullable().default(null),
});

/** How often a plan is paid. */
export const Interval = z.enum(["month", "year"]);

/** What a plan costs for one seat and interval, in minor units, and the credits that a seat gets each month. */
export const PlanPriceEntry = z
  .strictObject({
    interval: Interval,
    currency: Currency.default("usd"),
    amountCents: z.int().min(0).max(1_000_000_00),
    creditsPerMonth: z.int().min(1).max(10_000_000),
    trialDays: z.int().min(0).max(365).default(0),
    trialCredits: z.int().min(0).max(10_000_000).default(0),
  })
  .refine(({ trialDays, trialCredits }) => trialDays > 0 || trialCredits === 0, {
    path: ["trialCredits"],
    message: "need trialDays",
  });

/** A plan in a catalogue file, with a price for each interval and currency. */
export const PlanEntry = z.strictObject({
  slug: Slug,
  name: line(100),
  description: line(300),
  prices: z.array(PlanPriceEntry).min(1).max(100).superRefine(refuseRepeatedPrices),
});

/**
 * The whole catalogue: features and plans in the order on screen, and the packs for sale. What is missing is not offered. A
 * file without plans leaves them as they are.
 */
export const CatalogueFile = z.strictObject({
  features: z.array(FeatureEntry).max(1_000).superRefine(refuseRepeated),
  packs: z.array(PackEntry).max(1_000).superRefine(refuseRepeated),
  plans: z.array(PlanEntry).max(100).superRefine(refuseRepeated).optional(),
});

export type FeatureEntry = z.infer<typeof FeatureEntry>;
export type PackEntry = z.infer<typeof PackEntry>;
export type PlanEntry = z.infer<typeof PlanEntry>;
export type PlanPriceEntry = z.infer<typeof PlanPriceEntry>;
export type CatalogueFile = z.infer<typeof CatalogueFile>;

const currencies = new Set(Intl.supportedValuesOf("currency").map((code) => code.toLowerCase()));

function refuseRepeated(entries: readonly { slug: string }[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, { slug }] of entries.entries()) {
    if (seen.has(slug))
      context.addIssue({ code: "custom", path: [index, "slug"], message: `${slug} is there twice`, input: slug });
    seen.add(slug);
  }
}

function refuseRepeatedPrices(prices: readonly PriceName[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, price] of prices.entries()) {
    const name = `${price.interval} ${price.currency}`;
    if (seen.has(name))
      context.addIssue({ code: "custom", path: [index], message: `the price by ${name} is there twice`, input: price });
    seen.add(name);
  }
}

type PriceName = Pick<z.infer<typeof PlanPriceEntry>, "interval" | "currency">;
