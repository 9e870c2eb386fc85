import { sql } from "drizzle-orm";
import type { DbOrTx } from "./client.ts";
import { sampleCatalogue } from "./sample-catalogue.ts";
import { featurePrices, features, packs, planPrices, plans } from "./schema/catalogue.ts";
import { featurePlatforms, platform } from "./schema/platforms.ts";

/** When the first prices begin: before the first account, so that every instant of a history has a price. */
const firstPricesFrom = new Date("2026-01-01T00:00:00.000Z");

/**
 * Adds the sample catalogue to a demo or test database. Repeating it updates texts and never changes an existing price, pack
 * or place. Production fills its own catalogue: `npm run catalogue`.
 */
export async function seedCatalogue(db: DbOrTx): Promise<void> {
  await db
    .insert(features)
    .values(
      sampleCatalogue.features.map(({ slug, name, description, unit }, index) => {
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
    .values(
      sampleCatalogue.features.map(({ slug, costPerUnit }) => ({ feature: slug, from: firstPricesFrom, costPerUnit })),
    )
    .onConflictDoNothing();
  await db
    .insert(featurePlatforms)
    .values(
      sampleCatalogue.features.flatMap((feature) => {
        const places = { web: "credits", desktop: "credits", mobile: "credits" } as const;
        const differing = "platforms" in feature ? feature.platforms : {};
        const all = { ...places, ...differing };
        return platform.enumValues.map((name) => ({ feature: feature.slug, platform: name, place: all[name] }));
      }),
    )
    .onConflictDoNothing();
  await db
    .insert(packs)
    .values(sampleCatalogue.packs.map((pack) => ({ ...pack, from: firstPricesFrom, currency: "usd" })))
    .onConflictDoNothing();
  await seedPlans(db);
}

async function seedPlans(db: DbOrTx): Promise<void> {
  await db
    .insert(plans)
    .values(
      sampleCatalogue.plans.map(({ slug, name, description }, index) => {
        return { slug, name, description, position: index + 1 };
      }),
    )
    .onConflictDoUpdate({
      target: plans.slug,
      set: { name: sql`excluded.name`, description: sql`excluded.description` },
    });
  await db
    .insert(planPrices)
    .values(
      sampleCatalogue.plans.flatMap(({ slug, prices }) =>
        prices.map((price) => ({
          ...price,
          plan: slug,
          from: firstPricesFrom,
          currency: "usd",
          lookupKey: `purse-${slug}-${price.interval}-usd`,
        })),
      ),
    )
    .onConflictDoNothing();
}
