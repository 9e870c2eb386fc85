import type { Tx } from "#db/client.ts";
import { addPack, addPrice } from "#db/queries/catalogue/dated-rows.ts";
import { addFeature, editFeature } from "#db/queries/catalogue/features.ts";
import { addPlan, addPlanPrice, editPlan } from "#db/queries/catalogue/plans.ts";
import { changePlace } from "#db/queries/devices/platform-policies.ts";
import { announcePolicies } from "#lib/live/announce.ts";
import type { FeatureEntry, PlanPriceEntry } from "./catalogue-file.ts";
import type { CatalogueChange } from "./compare-catalogue.ts";
import { lookupKeyOf } from "./plans.ts";

/**
 * Writes changes that take effect at an instant, each price and pack as a new dated row. The caller has locked the
 * catalogue and compared it inside this transaction.
 * @throws Error when a row with that instant exists, or a feature differs from what the comparison saw.
 */
export async function applyChanges(tx: Tx, changes: readonly CatalogueChange[], from: Date): Promise<void> {
  for (const change of changes) {
    if (!(await applyChange(tx, change, from))) throw new Error(`The catalogue refused ${JSON.stringify(change)}`);
  }
  if (changes.some(({ type }) => type === "set-place" || type === "add-feature")) await announcePolicies(tx);
}

async function applyChange(tx: Tx, change: CatalogueChange, from: Date): Promise<boolean> {
  switch (change.type) {
    case "add-feature":
      return await addWhole(tx, change.feature, from);
    case "edit-text":
      return await editFeature(tx, change.slug, { [change.field]: change.after });
    case "set-price":
      return await addPrice(tx, { feature: change.slug, costPerUnit: change.after, from });
    case "set-place":
      await changePlace(tx, { feature: change.slug, platform: change.platform, place: change.after });
      return true;
    case "retire-feature":
      return await addPrice(tx, { feature: change.slug, costPerUnit: change.costPerUnit, from, retiredAt: from });
    case "order-features":
      for (const [index, slug] of change.slugs.entries()) await editFeature(tx, slug, { position: index + 1 });
      return true;
    case "set-pack":
      return await addPack(tx, { ...change.pack, from });
    case "withdraw-pack":
      return await addPack(tx, { ...change.pack, from, withdrawnAt: from });
    case "add-plan":
      return await addPlan(tx, change.plan);
    case "edit-plan":
      return await editPlan(tx, change.slug, { [change.field]: change.after });
    case "set-plan-price":
      return await addPlanPrice(tx, rowOf(change, from));
    case "retire-plan-price":
      return await addPlanPrice(tx, { ...rowOf(change, from), retiredAt: from });
    case "order-plans":
      for (const [index, slug] of change.slugs.entries()) await editPlan(tx, slug, { position: index + 1 });
      return true;
  }
}

async function addWhole(
  tx: Tx,
  { slug, platforms, costPerUnit, ...texts }: FeatureEntry,
  from: Date,
): Promise<boolean> {
  const added = await addFeature(tx, { slug, ...texts });
  for (const [platform, place] of [
    ["web", "credits"],
    ["desktop", platforms.desktop],
    ["mobile", platforms.mobile],
  ] as const)
    await changePlace(tx, { feature: slug, platform, place });
  return added && (await addPrice(tx, { feature: slug, costPerUnit, from }));
}

function rowOf({ plan, price }: { plan: string; price: PlanPriceEntry }, from: Date) {
  return { plan, ...price, from, lookupKey: lookupKeyOf({ plan, ...price }) };
}
