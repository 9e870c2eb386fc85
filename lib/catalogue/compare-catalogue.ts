import type { CatalogueFile, FeatureEntry, PackEntry } from "./catalogue-file.ts";
import type { CatalogueState } from "./catalogue-state.ts";
import { comparePlans, type PlanChange } from "./compare-plans.ts";

const texts = ["name", "description", "unit"] as const;
const apps = ["desktop", "mobile"] as const;

/** One change towards a catalogue file. */
export type CatalogueChange =
  | { type: "add-feature"; feature: FeatureEntry }
  | { type: "edit-text"; slug: string; field: (typeof texts)[number]; before: string; after: string }
  /** `before` null brings a retired feature back. */
  | { type: "set-price"; slug: string; before: number | null; after: number }
  | { type: "set-place"; slug: string; platform: (typeof apps)[number]; before: Place; after: Place }
  | { type: "retire-feature"; slug: string; costPerUnit: number }
  | { type: "order-features"; slugs: string[] }
  /** `before` null begins or resumes its sale. */
  | { type: "set-pack"; pack: PackEntry; before: PackEntry | null }
  | { type: "withdraw-pack"; pack: PackEntry }
  | PlanChange;

type Place = FeatureEntry["platforms"]["mobile"];

/**
 * The changes that bring the catalogue to a file, in the order of the file; empty when they are equal. Pure.
 * Features, packs and plan prices that the file does not name are retired or withdrawn.
 */
export function compareCatalogue(state: CatalogueState, wanted: CatalogueFile): CatalogueChange[] {
  return [
    ...compareFeatures(state.features, wanted.features),
    ...comparePacks(state.packs, wanted.packs),
    ...comparePlans(state.plans, wanted.plans),
  ];
}

function compareFeatures(present: CatalogueState["features"], wanted: FeatureEntry[]): CatalogueChange[] {
  const bySlug = new Map(present.map((feature) => [feature.slug, feature]));
  const changes = wanted.flatMap((feature): CatalogueChange[] => {
    const before = bySlug.get(feature.slug);
    return before ? compareFeature(before, feature) : [{ type: "add-feature", feature }];
  });
  const names = new Set(wanted.map(({ slug }) => slug));
  const retired = present.filter(({ slug, offered }) => offered && !names.has(slug));
  for (const { slug, costPerUnit } of retired) changes.push({ type: "retire-feature", slug, costPerUnit });
  const slugs = wanted.map(({ slug }) => slug);
  // New features are last until a position is given.
  const kept = present.filter(({ slug }) => names.has(slug)).map(({ slug }) => slug);
  const unordered = [...kept, ...slugs.filter((slug) => !bySlug.has(slug))];
  if (unordered.some((slug, index) => slug !== slugs[index])) changes.push({ type: "order-features", slugs });
  return changes;
}

function compareFeature(before: CatalogueState["features"][number], after: FeatureEntry): CatalogueChange[] {
  const { slug } = after;
  const changes: CatalogueChange[] = [];
  for (const field of texts)
    if (before[field] !== after[field])
      changes.push({ type: "edit-text", slug, field, before: before[field], after: after[field] });
  const price = before.offered ? before.costPerUnit : null;
  if (price !== after.costPerUnit) changes.push({ type: "set-price", slug, before: price, after: after.costPerUnit });
  for (const platform of apps) {
    const [was, is] = [before.platforms[platform], after.platforms[platform]];
    if (was !== is) changes.push({ type: "set-place", slug, platform, before: was, after: is });
  }
  return changes;
}

function comparePacks(present: CatalogueState["packs"], wanted: PackEntry[]): CatalogueChange[] {
  const bySlug = new Map(present.map((pack) => [pack.slug, pack]));
  const changes = wanted.flatMap((pack): CatalogueChange[] => {
    const held = bySlug.get(pack.slug);
    if (!held?.sold) return [{ type: "set-pack", pack, before: null }];
    const { sold: _, ...before } = held;
    return isSamePack(before, pack) ? [] : [{ type: "set-pack", pack, before }];
  });
  const names = new Set(wanted.map(({ slug }) => slug));
  for (const { sold, ...pack } of present)
    if (sold && !names.has(pack.slug)) changes.push({ type: "withdraw-pack", pack });
  return changes;
}

function isSamePack(one: PackEntry, other: PackEntry): boolean {
  return (
    one.credits === other.credits &&
    one.amountCents === other.amountCents &&
    one.currency === other.currency &&
    one.validDays === other.validDays
  );
}
