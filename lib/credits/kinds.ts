/** The kinds of credits, in the order in which they are used. */
export const kinds = ["subscription", "activity", "purchased"] as const;

/** Where credits come from: a plan, an activity or promotion, or a purchase. */
export type Kind = (typeof kinds)[number];

/** Whole credits of each kind. */
export type ByKind = Record<Kind, number>;

/** No credits of any kind: the start of a sum. */
export function noCredits(): ByKind {
  return { subscription: 0, activity: 0, purchased: 0 };
}
