import { z } from "zod";
import type { Db, Tx } from "#db/client.ts";
import { addPrice } from "#db/queries/catalogue/dated-rows.ts";
import { editFeature, lockCatalogue } from "#db/queries/catalogue/features.ts";
import { readClock } from "#db/queries/clock.ts";
import { applyChanges } from "#lib/catalogue/apply-changes.ts";
import { FeatureEntry, line, Slug } from "#lib/catalogue/catalogue-file.ts";
import { describeChange } from "#lib/catalogue/describe-change.ts";
import { readCatalogue } from "#lib/catalogue/read-catalogue.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import { From, type Options, parse, usage, whole } from "./arguments.ts";
import { startOf, taken } from "./set-rows.ts";

const Texts = z.object({ name: line(100), description: line(300), unit: line(40) }).partial();
const Edit = z.object({ slug: Slug, texts: Texts, position: whole(1_000).optional() });
const Retirement = z.object({ slug: Slug, from: From });

/** `feature add|edit|retire SLUG …`. */
export async function changeFeature(db: Db, [what, slug]: string[], options: Options): Promise<void> {
  if (what === "add") await add(db, slug, options);
  else if (what === "edit") await edit(db, slug, options);
  else if (what === "retire") await retire(db, slug, options);
  else throw new Problem(usage);
}

async function add(db: Db, slug: string | undefined, options: Options): Promise<void> {
  const { name, description, unit, cost, desktop, mobile } = options;
  const costPerUnit = parse(z.object({ cost: whole(1_000_000) }), { cost }).cost;
  const entry = { slug, name, description, unit, costPerUnit, platforms: { desktop, mobile } };
  const feature = parse(FeatureEntry, entry);
  await changeLocked(db, async (tx, now) => {
    const { features } = await readCatalogue(tx, now);
    if (features.some((one) => one.slug === feature.slug))
      throw new Problem(`There is a feature ${feature.slug} already: edit it, or offer it again with a price.`);
    await applyChanges(tx, [{ type: "add-feature", feature }], now);
  });
  console.log(describeChange({ type: "add-feature", feature }));
}

async function edit(db: Db, name: string | undefined, options: Options): Promise<void> {
  const { name: title, description, unit, position } = options;
  const {
    slug,
    texts,
    position: place,
  } = parse(Edit, {
    slug: name,
    texts: { name: title, description, unit },
    position,
  });
  const said = Object.values(texts).some((text) => text !== undefined);
  if (!said && place === undefined) throw new Problem(usage);
  await changeLocked(db, async (tx, now) => {
    const { features } = await readCatalogue(tx, now);
    if (features.every((one) => one.slug !== slug)) throw new Problem(`There is no feature ${slug}.`);
    if (said) await editFeature(tx, slug, texts);
    if (place === undefined) return;
    // Positions count visible features: retired ones come last.
    const { true: shown = [], false: hidden = [] } = Object.groupBy(features, ({ offered }) => `${offered}` as const);
    const others = [...shown, ...hidden].map((one) => one.slug).filter((one) => one !== slug);
    await applyChanges(tx, [{ type: "order-features", slugs: others.toSpliced(place - 1, 0, slug) }], now);
  });
  console.log(`${slug} is changed.`);
}

async function retire(db: Db, name: string | undefined, options: Options): Promise<void> {
  const { slug, from } = parse(Retirement, { slug: name, from: options.from });
  const instant = await startOf(db, from);
  await changeLocked(db, async (tx) => {
    const feature = (await readCatalogue(tx, instant)).features.find((one) => one.slug === slug);
    if (feature === undefined) throw new Problem(`There is no feature ${slug}.`);
    if (!feature.offered) throw new Problem(`${slug} is retired already.`);
    const row = { feature: slug, costPerUnit: feature.costPerUnit, from: instant, retiredAt: instant };
    if (!(await addPrice(tx, row))) throw taken(slug, instant);
  });
  console.log(`${slug} is no longer offered from ${instant.toISOString()}. Quotes keep their price until they expire.`);
}

async function changeLocked(db: Db, work: (tx: Tx, now: Date) => Promise<void>): Promise<void> {
  await db.transaction(async (tx) => {
    await lockCatalogue(tx);
    await work(tx, await readClock(tx));
  });
}
