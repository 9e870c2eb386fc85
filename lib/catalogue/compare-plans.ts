import type { PlanEntry, PlanPriceEntry } from "./catalogue-file.ts";
import type { CatalogueState } from "./catalogue-state.ts";

const texts = ["name", "description"] as const;

/** One change of a plan towards a catalogue file. */
export type PlanChange =
  | { type: "add-plan"; plan: Omit<PlanEntry, "prices"> }
  | { type: "edit-plan"; slug: string; field: (typeof texts)[number]; before: string; after: string }
  /** `before` null begins or resumes its sale. */
  | { type: "set-plan-price"; plan: string; price: PlanPriceEntry; before: PlanPriceEntry | null }
  | { type: "retire-plan-price"; plan: string; price: PlanPriceEntry }
  | { type: "order-plans"; slugs: string[] };

/** The changes that bring plans to a catalogue file, in its order; none when the file does not speak of plans. Pure. */
export function comparePlans(present: CatalogueState["plans"], wanted: readonly PlanEntry[] | undefined): PlanChange[] {
  if (wanted === undefined) return [];
  const bySlug = new Map(present.map((plan) => [plan.slug, plan]));
  const changes = wanted.flatMap((plan): PlanChange[] => {
    const { prices: _, ...about } = plan;
    const before = bySlug.get(plan.slug);
    if (before === undefined) return [{ type: "add-plan", plan: about }, ...comparePrices([], plan)];
    return [...compareTexts(before, plan), ...comparePrices(before.prices, plan)];
  });
  const slugs = wanted.map(({ slug }) => slug);
  for (const { slug, prices } of present) if (!slugs.includes(slug)) changes.push(...retireAll(slug, prices));
  // New plans are last until a position is given.
  const kept = present.map(({ slug }) => slug).filter((slug) => slugs.includes(slug));
  const unordered = [...kept, ...slugs.filter((slug) => !bySlug.has(slug))];
  if (unordered.some((slug, index) => slug !== slugs[index])) changes.push({ type: "order-plans", slugs });
  return changes;
}

type Prices = CatalogueState["plans"][number]["prices"];

function compareTexts(before: CatalogueState["plans"][number], { slug, ...after }: PlanEntry): PlanChange[] {
  const changed = texts.filter((field) => before[field] !== after[field]);
  return changed.map((field) => ({ type: "edit-plan", slug, field, before: before[field], after: after[field] }));
}

function comparePrices(present: Prices, { slug: plan, prices }: PlanEntry): PlanChange[] {
  const changes = prices.flatMap((price): PlanChange[] => {
    const held = present.find((one) => isSameKind(one, price));
    if (!held?.sold) return [{ type: "set-plan-price", plan, price, before: null }];
    const { sold: _, ...before } = held;
    return isSamePrice(before, price) ? [] : [{ type: "set-plan-price", plan, price, before }];
  });
  const gone = present.filter((one) => prices.every((price) => !isSameKind(one, price)));
  return [...changes, ...retireAll(plan, gone)];
}

function retireAll(plan: string, prices: Prices): PlanChange[] {
  return prices.flatMap(({ sold, ...price }): PlanChange[] =>
    sold ? [{ type: "retire-plan-price", plan, price }] : [],
  );
}

function isSameKind(one: PlanPriceEntry, other: PlanPriceEntry): boolean {
  return one.interval === other.interval && one.currency === other.currency;
}

function isSamePrice(one: PlanPriceEntry, other: PlanPriceEntry): boolean {
  const terms = ["amountCents", "creditsPerMonth", "trialDays", "trialCredits"] as const;
  return terms.every((term) => one[term] === other[term]);
}
