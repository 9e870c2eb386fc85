import { sql } from "drizzle-orm";
import type { DbOrTx } from "./client.ts";
import { featurePrices, features, packs } from "./schema/catalogue.ts";
import { type featurePlace, featurePlatforms, platform } from "./schema/platforms.ts";

/** From when the first prices hold: before the first account, so that every instant of a history has a price. */
const firstPricesFrom = new Date("2026-01-01T00:00:00.000Z");

const featureList = [
  {
    slug: "ai-script",
    name: "AI script generation",
    description: "A script for your video, written from a few words.",
    unit: "script",
    costPerUnit: 2,
  },
  {
    slug: "ai-image",
    name: "AI image",
    description: "A picture made from a description.",
    unit: "image",
    costPerUnit: 4,
  },
  {
    slug: "smart-cutout",
    name: "Smart cutout",
    description: "The subject of a photo, cut out of its background.",
    unit: "photo",
    costPerUnit: 5,
  },
  {
    slug: "background-removal",
    name: "Background removal",
    description: "A video without its background, by the minute.",
    unit: "minute",
    costPerUnit: 2,
  },
  {
    slug: "template-export",
    name: "Premium template export",
    description: "A design exported without the watermark.",
    unit: "export",
    costPerUnit: 10,
  },
  {
    slug: "ai-portrait-animation",
    name: "AI portrait animation",
    description: "A portrait photo turned into a moving clip.",
    unit: "clip",
    costPerUnit: 25,
  },
];

/** Where a feature is at first, on platforms where it does not run with credits. */
const firstPlaces = new Map<string, (typeof featurePlace.enumValues)[number]>([
  ["background-removal mobile", "on-device"],
  ["template-export mobile", "web"],
]);

const packList = [
  { slug: "pack-100", credits: 100, amountCents: 499 },
  { slug: "pack-500", credits: 500, amountCents: 1_999 },
  { slug: "pack-1200", credits: 1_200, amountCents: 3_999 },
  { slug: "pack-3000", credits: 3_000, amountCents: 8_999 },
];

/**
 * Puts the product's features, where they run, their first prices and the first packs into the catalogue. Product
 * data, so production runs it after migrating as the demonstration does. Repeating it brings texts up to date and never
 * touches a price, a pack or a place that is there: prices and packs change by a new dated row.
 */
export async function seedCatalogue(db: DbOrTx): Promise<void> {
  await db
    .insert(features)
    .values(
      featureList.map(({ slug, name, description, unit }, index) => {
        return { slug, name, description, unit, position: index + 1 };
      }),
    )
    .onConflictDoUpdate({
      target: features.slug,
      set: {
        name: sql`excluded.name`,
        description: sql`excluded.description`,
        unit: sql`excluded.unit`,
        position: sql`excluded.position`,
      },
    });
  await db
    .insert(featurePrices)
    .values(featureList.map(({ slug, costPerUnit }) => ({ feature: slug, from: firstPricesFrom, costPerUnit })))
    .onConflictDoNothing();
  await db
    .insert(featurePlatforms)
    .values(
      featureList.flatMap(({ slug }) =>
        platform.enumValues.map((name) => {
          return { feature: slug, platform: name, place: firstPlaces.get(`${slug} ${name}`) ?? "credits" };
        }),
      ),
    )
    .onConflictDoNothing();
  await db
    .insert(packs)
    .values(packList.map((pack) => ({ ...pack, from: firstPricesFrom, currency: "usd" })))
    .onConflictDoNothing();
}
