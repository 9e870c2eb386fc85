import { z } from "zod";
import type { Db, DbOrTx } from "#db/client.ts";
import { violatedConstraint } from "#db/failure.ts";
import { addPack, addPrice } from "#db/queries/catalogue/dated-rows.ts";
import { readClock } from "#db/queries/clock.ts";
import { Currency, Slug } from "#lib/catalogue/catalogue-file.ts";
import { describePack } from "#lib/catalogue/describe-change.ts";
import { exportCatalogue, readCatalogue } from "#lib/catalogue/read-catalogue.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import { From, type Options, parse, whole } from "./arguments.ts";
import { warnOfTwins } from "./show.ts";

const Price = z.object({ feature: Slug, cost: whole(1_000_000), from: From });
const Pack = z.object({
  slug: Slug,
  credits: whole(1_000_000_000),
  price: whole(1_000_000_00),
  "valid-days": whole(3_650).optional(),
  currency: Currency.optional(),
  from: From,
});

/** `price FEATURE COST [--from INSTANT]`: a row that applies from an instant on. It offers a retired feature again. */
export async function setPrice(db: Db, [feature, cost]: string[], options: Options): Promise<void> {
  const { from, ...said } = parse(Price, { feature, cost, from: options.from });
  const price = { feature: said.feature, costPerUnit: said.cost };
  const instant = await startOf(db, from);
  try {
    if (!(await addPrice(db, { ...price, from: instant }))) throw taken(price.feature, instant);
  } catch (error) {
    if (violatedConstraint(error)?.includes("feature")) throw new Problem(`There is no feature ${price.feature}.`);
    throw error;
  }
  console.log(`${price.feature} costs ${price.costPerUnit} from ${instant.toISOString()}.`);
}

/** `pack SLUG CREDITS PRICE_CENTS …`: a pack as it is sold, or withdrawn, from an instant on. */
export async function setPack(db: Db, [slug, credits, price]: string[], options: Options): Promise<void> {
  const { "valid-days": days, currency, from: start } = options;
  const { from, ...said } = parse(Pack, { slug, credits, price, "valid-days": days, currency, from: start });
  const instant = await startOf(db, from);
  // A new price does not change the currency that a pack is sold in, unless it says so.
  const before = (await readCatalogue(db, instant)).packs.find((one) => one.slug === said.slug);
  const pack = {
    slug: said.slug,
    credits: said.credits,
    amountCents: said.price,
    validDays: said["valid-days"] ?? null,
    currency: said.currency ?? before?.currency ?? "usd",
  };
  const withdrawnAt = options.withdraw ? instant : null;
  if (!(await addPack(db, { ...pack, from: instant, withdrawnAt }))) throw taken(pack.slug, instant);
  const says = options.withdraw ? "is no longer sold" : `sells ${describePack(pack)},`;
  console.log(`${pack.slug} ${says} from ${instant.toISOString()}.`);
  warnOfTwins(exportCatalogue(await readCatalogue(db, instant)));
}

/** Rows in the past are refused: histories were written at the old prices. */
export async function startOf(db: DbOrTx, wanted: Date | undefined): Promise<Date> {
  const now = await readClock(db);
  if (wanted && wanted < now) throw new Problem(`--from ${wanted.toISOString()} is past: give a later one, or none.`);
  return wanted ?? now;
}

/** Two rows at one instant would be ambiguous. */
export function taken(name: string, from: Date): Problem {
  return new Problem(`${name} has a row from ${from.toISOString()} already: choose another instant.`);
}
