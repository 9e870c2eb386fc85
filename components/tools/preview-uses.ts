import { type Kind, kinds } from "#lib/credits/kinds.ts";
import type { Use } from "./quote-shape.ts";

/** What a use would take of a balance by kind, in deduction order; what is missing is left out. */
export function previewUses(byKind: Readonly<Record<Kind, number>>, cost: number): Use[] {
  let missing = cost;
  return kinds.flatMap((kind) => {
    const amount = Math.min(missing, byKind[kind]);
    missing -= amount;
    return amount > 0 ? [{ kind, amount }] : [];
  });
}
